package market.caravan.lightning.wallets;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;

/**
 * What a wallet pays with, behind its node's guard: left alone as the node is, and with places of
 * its own, for a payment may take long and invoices are not to wait for it.
 */
final class GuardedPayOuts implements PayOuts {

  /** Far less than {@code caravan.network-calls}, which all wallets' pay-outs share. */
  static final int CALLS = 16;

  private final PayOuts payOuts;
  private final GuardedNode node;
  private final Semaphore places = new Semaphore(CALLS);

  GuardedPayOuts(PayOuts payOuts, GuardedNode node) {
    this.payOuts = payOuts;
    this.node = node;
  }

  @Override
  public Network network() {
    return payOuts.network();
  }

  @Override
  public PayOut send(PayOutRequest request) {
    return node.placed(places, () -> payOuts.send(request));
  }

  @Override
  public Optional<PayOut> track(PaymentHash hash) {
    return node.placed(places, () -> payOuts.track(hash));
  }
}
