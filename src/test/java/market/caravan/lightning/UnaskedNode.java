package market.caravan.lightning;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A node that nobody may ask for anything but what a test says. */
public class UnaskedNode implements LightningNode {

  @Override
  public Invoice create(InvoiceRequest request) {
    throw new AssertionError("Nobody creates anything");
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    throw new AssertionError("Nobody looks anything up");
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    throw new AssertionError("Nobody lists anything");
  }

  @Override
  public Invoice settle(Preimage preimage) {
    throw new AssertionError("Nobody settles anything");
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    throw new AssertionError("Nobody cancels anything");
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    return () -> {};
  }

  @Override
  public void ping() {}
}
