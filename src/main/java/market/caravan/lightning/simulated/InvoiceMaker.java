package market.caravan.lightning.simulated;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.money.Msat;

/** Makes and signs the node's invoices. */
final class InvoiceMaker {

  static final Network NETWORK = Network.REGTEST;

  /** Variable onion and payment secret required, multi-part payments allowed (BOLT 9). */
  private static final Set<Integer> FEATURES = Set.of(8, 14, 17);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final NodeKey key;
  private final Clock clock;
  private final int minFinalCltvExpiryDelta;

  InvoiceMaker(NodeKey key, Clock clock, int minFinalCltvExpiryDelta) {
    this.key = key;
    this.clock = clock;
    this.minFinalCltvExpiryDelta = minFinalCltvExpiryDelta;
  }

  String nodeId() {
    return key.nodeId();
  }

  Invoice open(InvoiceRequest request) {
    Bolt11 bolt11 = bolt11(request);
    return new Invoice(
        request.paymentHash(),
        bolt11.encode(key),
        request.amount(),
        Msat.ZERO,
        Invoice.State.OPEN,
        bolt11.expiresAt(),
        null);
  }

  private Bolt11 bolt11(InvoiceRequest request) {
    return new Bolt11(
        NETWORK,
        request.amount(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        key.nodeId(),
        request.paymentHash(),
        randomSecret(),
        truncated(request.memo()),
        null,
        Duration.ofSeconds(request.expiry().toSeconds()),
        minFinalCltvExpiryDelta,
        FEATURES,
        List.of(),
        List.of(),
        null);
  }

  private static String randomSecret() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** As much of the memo as an invoice can hold, without breaking a character. */
  static String truncated(String memo) {
    byte[] bytes = memo.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= Bolt11.MAX_DESCRIPTION_BYTES) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    int length = Bolt11.MAX_DESCRIPTION_BYTES;
    while (isContinuation(bytes[length])) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isContinuation(byte utf8) {
    return (utf8 & 0b1100_0000) == 0b1000_0000;
  }
}
