package market.caravan.lightning.simulated;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;

/**
 * A wallet of a customer, for trying refunds out: it makes invoices of its own, and sees what the
 * simulated node has paid to them. Its key is another one with each start, as nothing depends on
 * it.
 */
final class CustomersWallet {

  private static final Duration EXPIRY = Duration.ofHours(24);

  private final InvoiceMaker maker;
  private final SimulatedNode node;
  private final SimulatedPayments payments;

  CustomersWallet(Clock clock, int delta, SimulatedNode node, SimulatedPayments payments) {
    this.maker = new InvoiceMaker(NodeKey.generate(), clock, delta);
    this.node = node;
    this.payments = payments;
  }

  Invoice invoice(Msat amount) {
    var preimage = Preimage.random();
    return maker.open(new InvoiceRequest(preimage.hash(), preimage, amount, "Refund", EXPIRY));
  }

  /** What has arrived on an invoice; empty where nothing has. */
  Optional<Msat> received(PaymentHash hash) {
    return node.call(() -> payments.find(hash));
  }
}
