package market.caravan.refund;

import org.jspecify.annotations.Nullable;

/**
 * What a merchant decides about a refund.
 *
 * @param refund its row
 * @param note how it was settled otherwise, for the customer; null unless declined
 */
public record RefundCommand(
    String merchantId, long refund, Decision decision, @Nullable String note) {

  /** What can be decided. */
  public enum Decision {
    /** What waits for approval is sent. */
    APPROVE,
    /** It is not sent from here, for it was settled otherwise. */
    DECLINE,
    /** What has failed, or waits for an invoice, begins anew. */
    RETRY
  }
}
