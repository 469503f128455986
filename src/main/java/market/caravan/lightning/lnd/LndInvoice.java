package market.caravan.lightning.lnd;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.HexFormat;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.proto.LightningApi;

/** LND's invoices as ours. */
final class LndInvoice {

  private LndInvoice() {}

  /**
   * Whether it is one that is named by its payment hash: a spontaneous payment's need not be, and
   * the same node may take those for others.
   */
  static boolean isPlain(LightningApi.Invoice lnd) {
    return lnd.getRHash().size() == 32 && !lnd.getIsAmp() && !lnd.getIsKeysend();
  }

  /** LND cancels what has expired: it has no state of its own for that. */
  static Invoice of(LightningApi.Invoice lnd) {
    State state = state(lnd);
    return new Invoice(
        hash(lnd.getRHash()),
        lnd.getPaymentRequest().isEmpty() ? null : lnd.getPaymentRequest(),
        new Msat(lnd.getValueMsat()),
        state == State.HELD || state == State.SETTLED ? new Msat(lnd.getAmtPaidMsat()) : Msat.ZERO,
        state,
        Instant.ofEpochSecond(lnd.getCreationDate() + lnd.getExpiry()),
        settledAt(lnd, state));
  }

  private static @Nullable Instant settledAt(LightningApi.Invoice lnd, State state) {
    return state == State.SETTLED ? Instant.ofEpochSecond(lnd.getSettleDate()) : null;
  }

  private static State state(LightningApi.Invoice lnd) {
    return switch (lnd.getState()) {
      case OPEN, UNRECOGNIZED -> State.OPEN;
      case ACCEPTED -> State.HELD;
      case SETTLED -> State.SETTLED;
      case CANCELED -> State.CANCELLED;
    };
  }

  static PaymentHash hash(ByteString bytes) {
    return new PaymentHash(HexFormat.of().formatHex(bytes.toByteArray()));
  }

  static ByteString bytes(PaymentHash hash) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hash.hex()));
  }
}
