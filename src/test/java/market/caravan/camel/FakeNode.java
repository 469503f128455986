package market.caravan.camel;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;

/** A node that nobody may ask for anything but what a test says. */
abstract class FakeNode implements LightningNode {

  @Override
  public Invoice create(InvoiceRequest request) {
    throw new AssertionError("The route creates nothing");
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    throw new AssertionError("The route looks nothing up");
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    throw new AssertionError("The route lists nothing");
  }

  @Override
  public Invoice settle(Preimage preimage) {
    throw new AssertionError("The route settles nothing");
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    throw new AssertionError("The route cancels nothing");
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    return () -> {};
  }

  @Override
  public void ping() {}
}
