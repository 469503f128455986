package market.caravan.api;

/** What an API key may do. */
public enum KeyKind {
  /** Everything that its account may. */
  ADMIN,
  /** Read only. */
  INVOICE
}
