package market.caravan.lightning.camel;

/** What a {@code lightning:} producer asks of the node. */
public enum LightningOperation {
  /** Body {@code InvoiceRequest} in, {@code Invoice} out. */
  CREATE,
  /** Body {@code Collection<PaymentHash>} in, {@code List<Invoice>} out. */
  LOOK_UP,
  /** Body {@code SettledQuery} in, {@code SettledPage} out. */
  LIST_SETTLED,
  /** Body {@code Preimage} in, {@code Invoice} out. */
  SETTLE,
  /** Body {@code PaymentHash} in, {@code Invoice} out. */
  CANCEL,
  /** The same, but an invoice of which a payment is locked in is left and told of. */
  CANCEL_UNLESS_HELD
}
