package market.caravan.order;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An order that is there, as far as restoring it again has to know it; its row is locked.
 *
 * @param isRestored false where it was placed here: then it is left alone
 * @param hasLivedOn whether anything has happened to it since it was restored, but that something
 *     was said
 * @param invoices by payment hash, how each stands
 */
public record RestoredOrder(
    long seq,
    boolean isRestored,
    boolean hasLivedOn,
    OrderStatus status,
    Set<Doubt> doubts,
    @Nullable String stallId,
    Receipt receipt,
    Msat total,
    @Nullable PaymentHash invoice,
    boolean shipped,
    Map<PaymentHash, Invoice.State> invoices) {

  /** Whether restoring it now would write anything that is not there. */
  public boolean differsFrom(RestoreOrder now) {
    if (!isRestored) {
      return false;
    }
    boolean goods = !Objects.equals(stallId, stall(now)) || !receipt.equals(mended(now));
    return goods || (!hasLivedOn && !standsAs(now));
  }

  private boolean standsAs(RestoreOrder now) {
    Map<PaymentHash, Invoice.State> states = new HashMap<>();
    now.invoices().forEach(each -> states.put(each.hash(), each.state()));
    return status == now.status()
        && doubts.equals(now.doubts())
        && total.equals(now.total())
        && Objects.equals(invoice, now.invoice())
        && shipped == (now.shippedAt() != null)
        && invoices.equals(states);
  }

  /** The stall that is known now, or else the one that was. */
  @Nullable String stall(RestoreOrder now) {
    return now.stallId() == null ? stallId : now.stallId();
  }

  /** The receipt with what is known by now of the products that were gone, and no other price. */
  Receipt mended(RestoreOrder now) {
    return receipt.mendedBy(now.receipt());
  }
}
