package market.caravan.order;

import org.jspecify.annotations.Nullable;

/**
 * What an event makes of an order.
 *
 * @param status the order's status from then on
 * @param node what the node is to be told
 * @param refund why money of the payment goes back; null where none does
 */
public record Outcome(
    OrderStatus status, Stock stock, Node node, @Nullable RefundReason refund, Answer answer) {

  /** What becomes of the pieces that the order holds. */
  public enum Stock {
    UNCHANGED,
    /** Held again, where they were given back or never held. */
    SECURE,
    /** Taken for good. */
    COMMIT,
    /** Those that are held are given back. */
    RELEASE,
    /** Those that were taken for good are given back. */
    RETURN
  }

  /** What the node is told. */
  public enum Node {
    NOTHING,
    /** To take the payment that is locked in. */
    SETTLE,
    /** To make the invoice unpayable that the event is about, giving back what is locked in. */
    CANCEL,
    /** To do so with the order's other invoices. */
    CANCEL_OTHERS,
    /** To do so with all of the order's invoices. */
    CANCEL_ALL
  }

  /** What the customer is told. */
  public enum Answer {
    NONE,
    /** NIP-15 type 1 with the invoice. */
    PAYMENT_REQUEST,
    /** NIP-15 type 1 without payment options, with the reason. */
    REFUSAL,
    /** NIP-15 type 2. */
    STATUS,
    /** Whatever the order's status calls for: the invoice, the refusal or the status. */
    WHAT_STANDS
  }
}
