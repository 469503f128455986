package market.caravan.order;

/** Why money of a payment goes back. */
public enum RefundReason {
  /** The stock was gone when the payment came: all of it. */
  SOLD_OUT,
  /** Less was paid than was asked for, and the merchant takes no less: all of it. */
  UNDERPAID,
  /** More was paid than was asked for, and the merchant keeps no more: the excess. */
  OVERPAID,
  /** The order was paid already, by another invoice: all of it. */
  PAID_TWICE,
  /**
   * The order was cancelled or refused when the payment came, or was cancelled since: all of it.
   */
  CANCELLED,
  /** The merchant has decided so, for what was returned or out of goodwill: all or a part. */
  MERCHANT
}
