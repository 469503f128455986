package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** {@code Customer} of api.md; {@code eventCreatedAt} is that of the profile. */
@JsonNaming(SnakeCaseStrategy.class)
record CustomerView(
    String merchantId,
    String publicKey,
    @Nullable Long eventCreatedAt,
    Profile profile,
    int unreadMessages) {

  /** What the customer tells of themselves (NIP-01, kind 0). */
  record Profile(@Nullable String name, @Nullable String about) {}
}
