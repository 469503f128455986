package market.caravan.reconciliation;

/** What can differ. */
public enum Kind {
  /** Money that we have not heard of. */
  SETTLED_ONLY_AT_NODE,
  /** Money that the node does not have. */
  SETTLED_ONLY_HERE,
  /** Both say settled, of another amount. */
  AMOUNT_DIFFERS,
  /** Neither is settled, and one of them is still payable or locked in. */
  STATE_DIFFERS,
  /** The node has no such invoice, although it has told us of it. */
  UNKNOWN_AT_NODE,
  /** The node has settled an invoice with our memo that we have no order of: a lost database? */
  UNKNOWN_HERE,
  /** Its invoice is settled here, the order is not paid. */
  ORDER_NOT_PAID,
  /** The order is paid, and none of its invoices is settled here. */
  PAID_WITHOUT_PAYMENT
}
