package market.caravan.lightning.lnd;

/** How far LND's news of settled invoices has been heard. */
interface SettleIndex {

  /** Zero where none has been heard of. */
  long last();

  /** Never goes back. */
  void heard(long index);
}
