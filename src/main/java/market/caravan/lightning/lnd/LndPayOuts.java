package market.caravan.lightning.lnd;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOut.State;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.proto.LightningApi.Payment;
import org.lightningj.lnd.router.proto.RouterGrpc.RouterBlockingStub;
import org.lightningj.lnd.router.proto.RouterOuterClass.SendPaymentRequest;
import org.lightningj.lnd.router.proto.RouterOuterClass.TrackPaymentRequest;

/**
 * LND as a payer, over a connection and with a macaroon of its own. LND makes at most one payment
 * of a payment hash that does not fail ({@code payments/db/payment_status.go}, {@code
 * initializable}), and goes on with it whoever hangs up.
 */
final class LndPayOuts implements PayOuts, AutoCloseable {

  /** How long LND tries new ways; what is on its way by then ends by itself. Its own default. */
  private static final int NEW_WAYS_S = 60;

  private final LndConnection connection;
  private final Network network;

  private LndPayOuts(LndConnection connection, Network network) {
    this.connection = connection;
    this.network = network;
  }

  /** Where there is no macaroon for it, nothing is paid out. */
  static Optional<LndPayOuts> of(LndProperties properties, String where, Vault vault) {
    return Optional.ofNullable(properties.payOutMacaroon())
        .filter(macaroon -> !macaroon.isBlank())
        .map(macaroon -> LndConnection.paying(properties, macaroon, where, vault))
        .map(connection -> new LndPayOuts(connection, properties.network()));
  }

  @Override
  public Network network() {
    return network;
  }

  /** Waits for the end of it, for one deadline at the most. */
  @Override
  public PayOut send(PayOutRequest request) {
    request.invoice(network);
    PaymentHash hash = request.paymentHash();
    var send =
        SendPaymentRequest.newBuilder()
            .setPaymentRequest(request.bolt11())
            .setFeeLimitMsat(request.feeLimit().value())
            .setTimeoutSeconds(NEW_WAYS_S)
            .build();
    try {
      return told(hash, router -> router.sendPaymentV2(send), LndPayOuts::isFinal);
    } catch (StatusRuntimeException e) {
      if (LndErrors.saysPaymentExists(e)) {
        return track(hash).orElseThrow(() -> connection.unclear(e));
      }
      if (LndErrors.saysUnpayable(e)) {
        return track(hash).orElseThrow(LndPayOuts::refused);
      }
      throw connection.unclear(e);
    }
  }

  /** LND's first word says how it stands now ({@code routing/control_tower.go}). */
  @Override
  public Optional<PayOut> track(PaymentHash hash) {
    var track = TrackPaymentRequest.newBuilder().setPaymentHash(LndInvoice.bytes(hash)).build();
    try {
      return Optional.of(told(hash, router -> router.trackPaymentV2(track), word -> true));
    } catch (StatusRuntimeException e) {
      if (LndErrors.saysUnknownPayment(e)) {
        return Optional.empty();
      }
      throw connection.unclear(e);
    }
  }

  /**
   * LND's last word, or the one that is enough; then hangs up. gRPC's own blocking stub reads a
   * stream word by word; LightningJ's would read all of it first.
   */
  private PayOut told(
      PaymentHash hash,
      Function<RouterBlockingStub, Iterator<Payment>> call,
      Predicate<PayOut> enough) {
    PayOut last = null;
    var listening = Context.current().withCancellation();
    Context before = listening.attach();
    try {
      Iterator<Payment> words = call.apply(connection.router());
      while ((last == null || !enough.test(last)) && words.hasNext()) {
        last = payOut(hash, words.next());
      }
    } catch (StatusRuntimeException e) {
      if (last == null) {
        throw e;
      }
    } finally {
      listening.detach(before);
      listening.cancel(null);
    }
    return known(last);
  }

  private static PayOut known(@Nullable PayOut last) {
    if (last == null) {
      throw new TransientException("node-away", "LND has said nothing of a payment");
    }
    return last;
  }

  private static boolean isFinal(PayOut payOut) {
    return payOut.state() != State.IN_FLIGHT;
  }

  /** A status that is younger than our stubs is no end: INITIATED (4) comes before IN_FLIGHT. */
  private static PayOut payOut(PaymentHash hash, Payment lnd) {
    return switch (lnd.getStatus()) {
      case SUCCEEDED -> new PayOut(hash, State.SUCCEEDED, new Msat(lnd.getFeeMsat()), null);
      case FAILED -> new PayOut(hash, State.FAILED, Msat.ZERO, failure(lnd));
      case UNKNOWN, IN_FLIGHT, UNRECOGNIZED -> new PayOut(hash, State.IN_FLIGHT, Msat.ZERO, null);
    };
  }

  private static String failure(Payment lnd) {
    return switch (lnd.getFailureReason()) {
      case UNRECOGNIZED -> "FAILURE_REASON " + lnd.getFailureReasonValue();
      default -> lnd.getFailureReason().name();
    };
  }

  private static PermanentException refused() {
    return new PermanentException(
        "pay-out-refused", "LND does not pay this invoice: it has expired, or LND can't pay it");
  }

  @Override
  public void close() {
    connection.close();
  }
}
