package market.caravan.refund;

/** Where a refund stands; docs/payments.md has the picture. */
public enum RefundState {
  /** More than goes back unasked: the merchant approves or declines it. */
  WAITS_FOR_APPROVAL,
  /** To be worked at: its address or an invoice of it is to be found. */
  DUE,
  /** The customer was asked for an invoice. */
  WAITS_FOR_INVOICE,
  /** An invoice is stored, and may be on its way. */
  SENDING,
  PAID,
  /** The node could pay none of several invoices: the merchant decides. */
  FAILED,
  /** The merchant has settled it otherwise. */
  DECLINED
}
