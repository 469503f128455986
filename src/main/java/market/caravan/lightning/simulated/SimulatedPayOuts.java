package market.caravan.lightning.simulated;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOut.State;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;

/**
 * The simulated node as a payer: of any invoice of regtest, at once and without a fee. What it pays
 * to itself is settled; what it pays to somebody else is remembered, for nobody else is there.
 */
final class SimulatedPayOuts implements PayOuts {

  private final SimulatedNode node;
  private final SimulatedPayments payments;
  private final Clock clock;

  SimulatedPayOuts(SimulatedNode node, SimulatedPayments payments, Clock clock) {
    this.node = node;
    this.payments = payments;
    this.clock = clock;
  }

  @Override
  public Network network() {
    return InvoiceMaker.NETWORK;
  }

  @Override
  public PayOut send(PayOutRequest request) {
    Bolt11 invoice = request.invoice(network());
    return node.call(
        () -> {
          if (find(request.paymentHash()).isEmpty()) {
            pay(invoice, request.amount());
          }
          return find(request.paymentHash()).orElseThrow(SimulatedPayOuts::closed);
        });
  }

  private void pay(Bolt11 invoice, Msat amount) {
    PaymentHash hash = invoice.paymentHash();
    if (node.isPaidBy(invoice)) {
      if (payments.payOwn(hash, clock.instant())) {
        node.lookUp(List.of(hash)).forEach(node::tell);
      }
    } else if (clock.instant().isBefore(invoice.expiresAt())) {
      payments.pay(hash, amount, clock.instant());
    }
  }

  @Override
  public Optional<PayOut> track(PaymentHash hash) {
    return node.call(() -> find(hash));
  }

  private Optional<PayOut> find(PaymentHash hash) {
    return payments.find(hash).map(paid -> new PayOut(hash, State.SUCCEEDED, Msat.ZERO, null));
  }

  private static PermanentException closed() {
    return new PermanentException(
        "invoice-closed", "The simulated Lightning node can't pay this invoice (any more)");
  }
}
