package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Set;
import market.caravan.order.Doubt;
import org.jspecify.annotations.Nullable;

/**
 * An order's life as its merchant reads it; times are unix seconds.
 *
 * @param publicKey the customer's
 * @param status as docs/order-lifecycle.md names it
 * @param totalMsat what it costs
 * @param invoiceId payment hash of its current invoice, or of the one that was paid; null where it
 *     was refused before it had one
 * @param restoredAt when it was rebuilt from messages; null where it was placed here
 * @param doubts why it ships only once its merchant has confirmed it
 * @param invoices oldest first
 * @param history oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
record OrderLifeView(
    String id,
    String publicKey,
    String status,
    long totalMsat,
    @Nullable String invoiceId,
    boolean shipped,
    @Nullable Long placedAt,
    @Nullable Long restoredAt,
    Set<Doubt> doubts,
    List<Invoice> invoices,
    List<Step> history) {

  /**
   * An invoice of the order.
   *
   * @param wallet empty is the default one
   * @param state {@code NAMED} until the node has made it
   * @param instruction what the node is still to be told; null where there is nothing
   * @param refundMsat what of the received was decided to go back
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Invoice(
      String paymentHash,
      String wallet,
      String state,
      @Nullable String instruction,
      long amountMsat,
      long receivedMsat,
      long refundMsat,
      @Nullable Long createdAt,
      @Nullable Long expiresAt,
      @Nullable Long settledAt) {}

  /**
   * What has happened to the order.
   *
   * @param status the order's from then on
   * @param detail what was said with it; null where nothing was
   */
  record Step(@Nullable Long at, String event, String status, @Nullable String detail) {}
}
