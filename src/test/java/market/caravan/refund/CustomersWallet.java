package market.caravan.refund;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/** Somebody else's wallet, which makes really signed invoices. */
final class CustomersWallet {

  static final Duration EXPIRY = Duration.ofHours(1);

  private final NodeKey key = NodeKey.generate();
  private final Clock clock;

  CustomersWallet(Clock clock) {
    this.clock = clock;
  }

  String invoice(Msat amount) {
    return invoice(Network.REGTEST, amount, Preimage.random().hash());
  }

  String invoice(Network network, @Nullable Msat amount, PaymentHash hash) {
    return invoice(network, amount, hash, EXPIRY);
  }

  String shortInvoice(Msat amount, Duration expiry) {
    return invoice(Network.REGTEST, amount, Preimage.random().hash(), expiry);
  }

  private String invoice(
      Network network, @Nullable Msat amount, PaymentHash hash, Duration expiry) {
    return new Bolt11(
            network,
            amount,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            key.nodeId(),
            hash,
            "11".repeat(32),
            "refund",
            null,
            expiry,
            18,
            Set.of(8, 14),
            List.of(),
            List.of(),
            null)
        .encode(key);
  }
}
