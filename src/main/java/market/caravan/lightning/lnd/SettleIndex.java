package market.caravan.lightning.lnd;

import java.util.Optional;
import market.caravan.lightning.PaymentHash;

/** How far LND's news of settled invoices has been heard. */
interface SettleIndex {

  /**
   * The latest settled invoice that was heard of.
   *
   * @param hash whose index it is: another node's index means nothing
   */
  record Heard(long index, PaymentHash hash) {}

  Optional<Heard> last();

  /** Never goes back. */
  void heard(Heard latest);

  /** It was another node's. */
  void forget();
}
