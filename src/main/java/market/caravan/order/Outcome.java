package market.caravan.order;

/**
 * What an event makes of an order.
 *
 * @param status the order's status from then on
 * @param cancelsInvoice whether the node is to be told to make the invoice unpayable
 */
public record Outcome(OrderStatus status, Stock stock, boolean cancelsInvoice, Answer answer) {

  /** What becomes of the pieces that the order holds. */
  public enum Stock {
    UNCHANGED,
    COMMIT,
    RELEASE
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
