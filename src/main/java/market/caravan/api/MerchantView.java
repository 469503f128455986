package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * {@code Merchant} of api.md.
 *
 * @param privateKey hex; empty unless it was asked for with the admin key and {@code ?reveal=true}
 * @param time when the merchant came to us
 */
@JsonNaming(SnakeCaseStrategy.class)
record MerchantView(
    String id, String privateKey, String publicKey, Config config, @Nullable Long time) {

  @Override
  public String toString() {
    return "MerchantView[id=" + id + "]";
  }

  /** What a merchant tells of themselves, and how they stand. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Config(
      @Nullable String name,
      @Nullable String displayName,
      @Nullable String about,
      @Nullable String picture,
      @Nullable String banner,
      @Nullable String website,
      @Nullable String nip05,
      @Nullable String lud16,
      @Nullable String eventId,
      boolean syncFromNostr,
      boolean active,
      boolean restoreInProgress) {}
}
