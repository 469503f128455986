package market.caravan.restore;

/** What there is to know about an order that was restored, or why a message was skipped. */
public enum Flag {
  /** A product is not in the catalogue: its id stands for its name, and its price is 0. */
  PRODUCT_GONE,
  /** Nobody knows of whose goods it was. */
  STALL_UNKNOWN,
  /** An invoice in its conversation is of another order, or of none of ours: it is left out. */
  INVOICE_OF_ANOTHER_ORDER,
  /** The merchant's message says that it is paid, and the node says that it isn't. */
  CLAIM_DENIED,
  /** A payment is locked in that nobody can take any more: cancel the order to give it back. */
  PAYMENT_LOCKED_IN,
  /** More than one of its invoices is settled. */
  PAID_TWICE,
  /** One of its messages can't be read, wholly or in part. */
  MESSAGE_UNREADABLE,
  /** The message failed when it came in, and waits for a replay. */
  MESSAGE_FAILED,
  /** It can't be written; the server's log says why. */
  NOT_WRITABLE
}
