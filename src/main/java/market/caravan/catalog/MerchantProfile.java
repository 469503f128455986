package market.caravan.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant tells of themselves (NIP-01, kind 0; NIP-24).
 *
 * @param about a description, as long as the merchant likes
 * @param picture the address of an image, as is {@code banner}
 * @param nip05 a name at a domain, such as {@code shop@example.com}
 * @param lud16 a Lightning address
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MerchantProfile(
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String about,
    @Nullable String picture,
    @Nullable String banner,
    @Nullable String website,
    @Nullable String nip05,
    @Nullable String lud16) {

  /** Of a merchant who tells nothing. */
  public static final MerchantProfile NONE =
      new MerchantProfile(null, null, null, null, null, null, null, null);

  /** Of a merchant who tells a name and a description only. */
  public static MerchantProfile of(String name, String about) {
    return new MerchantProfile(name, null, about, null, null, null, null, null);
  }
}
