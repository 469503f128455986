package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What requests bring, as the OpenAPI document describes it; the routes' paths name these as their
 * types. They are read by {@link JsonBody}, which says of every field what is wrong with it.
 */
final class RequestBodies {

  private RequestBodies() {}

  /** POST /message. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Message(String message, String publicKey) {}

  /** POST /customer. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Customer(String publicKey, @Nullable String merchantId) {}

  /** PATCH /order/{id}. */
  record Shipped(String id, @Nullable String message, boolean shipped) {}

  /** PUT /order/reissue. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Reissue(String id, @Nullable String shippingId) {}

  /** PUT /orders/{id}/cancellation, which may bring none. */
  record Cancellation(@Nullable String message) {}

  /** PUT /orders/{id}/refunds/{name}: either all of it, or so much. */
  @JsonNaming(SnakeCaseStrategy.class)
  record OrderRefund(@Nullable Boolean all, @Nullable Long amountSat, @Nullable String message) {}

  /** POST /restores: of one message, or of all. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Restore(@Nullable Boolean dryRun, @Nullable String eventId) {}

  /** PUT /refunds/{id}/decline. */
  record Declined(String note) {}
}
