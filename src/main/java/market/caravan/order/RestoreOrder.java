package market.caravan.order;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An order as messages and the nodes say that it was, to be filed without telling anybody.
 *
 * @param total of its current invoice, or of the one that was paid; zero where none is known
 * @param stallId null where nobody knows any more of whose goods it was
 * @param invoice the current one, or the one that was paid; null where none is known
 * @param invoices oldest first
 * @param shippedAt null where it is not shipped
 * @param delivered whether a product's autoreply has gone out
 */
public record RestoreOrder(
    String merchantId,
    PlaceOrder order,
    OrderStatus status,
    Set<Doubt> doubts,
    Receipt receipt,
    Msat total,
    @Nullable String stallId,
    @Nullable PaymentHash invoice,
    List<PastInvoice> invoices,
    @Nullable Instant shippedAt,
    boolean delivered) {

  public RestoreOrder {
    doubts = Set.copyOf(doubts);
    invoices = List.copyOf(invoices);
  }
}
