package market.caravan.lightning.lnd;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.proto.LightningApi.Payment;
import org.lightningj.lnd.proto.LightningApi.Payment.PaymentStatus;
import org.lightningj.lnd.proto.LightningApi.PaymentFailureReason;
import org.lightningj.lnd.router.proto.RouterGrpc;
import org.lightningj.lnd.router.proto.RouterOuterClass.SendPaymentRequest;
import org.lightningj.lnd.router.proto.RouterOuterClass.TrackPaymentRequest;

/**
 * LND's payments. Each behaviour is LND's own as its sources tell: {@code
 * lnrpc/routerrpc/router_server.go} (the calls and their status codes), {@code
 * lnrpc/routerrpc/router_backend.go} (what is refused before anything else), {@code
 * payments/db/errors.go} (texts), {@code payments/db/payment_status.go} (what may be sent again),
 * {@code routing/control_tower.go} (the first word is how it stands, and ends the stream where that
 * is final).
 */
final class PretendedRouter extends RouterGrpc.RouterImplBase {

  /** {@code lnrpc/lightning.proto}: "Payment is created and has not attempted any HTLCs". */
  private static final int INITIATED = 4;

  private final Map<String, Payment> payments = new ConcurrentHashMap<>();

  /** What was asked to be sent, that which was refused too. */
  final List<SendPaymentRequest> sent = new CopyOnWriteArrayList<>();

  /** The payment hashes that were asked for. */
  final List<String> tracked = new CopyOnWriteArrayList<>();

  /** What becomes of a payment. */
  volatile UnaryOperator<Payment> outcome = PretendedRouter::succeeded;

  /** With this text LND refuses to begin, whatever there was before. */
  volatile @Nullable String refusal;

  /** Calls of these names do what they are for, and are never answered. */
  final Set<String> hang = ConcurrentHashMap.newKeySet();

  /** Calls of these names do what they are for, and then fail without a word. */
  final Set<String> failAfter = ConcurrentHashMap.newKeySet();

  /** Streams of calls of these names end after the first word. */
  final Set<String> drop = ConcurrentHashMap.newKeySet();

  static Payment succeeded(Payment begun) {
    return begun.toBuilder().setStatus(PaymentStatus.SUCCEEDED).setFeeMsat(1_234).build();
  }

  static Payment failed(Payment begun, PaymentFailureReason reason) {
    return begun.toBuilder().setStatus(PaymentStatus.FAILED).setFailureReason(reason).build();
  }

  static Payment inFlight(Payment begun) {
    return begun.toBuilder().setStatus(PaymentStatus.IN_FLIGHT).build();
  }

  /** What has become of a payment meanwhile. */
  void now(PaymentHash hash, UnaryOperator<Payment> become) {
    payments.compute(hash.hex(), (name, payment) -> become.apply(payment));
  }

  @Override
  public void sendPaymentV2(SendPaymentRequest request, StreamObserver<Payment> to) {
    sent.add(request);
    String hash = Bolt11.decode(request.getPaymentRequest()).paymentHash().hex();
    Payment before = payments.get(hash);
    if (refusal != null) {
      refuse(to, Status.UNKNOWN, refusal);
    } else if (before != null && before.getStatus() != PaymentStatus.FAILED) {
      refuse(to, Status.ALREADY_EXISTS, exists(before));
    } else {
      Payment begun = Payment.newBuilder().setPaymentHash(hash).setStatusValue(INITIATED).build();
      Payment ended = outcome.apply(inFlight(begun));
      payments.put(hash, ended);
      tell("sendPaymentV2", to, List.of(begun, inFlight(begun), ended));
    }
  }

  private static String exists(Payment before) {
    if (before.getStatusValue() == INITIATED) {
      return "payment already exists";
    }
    return before.getStatus() == PaymentStatus.SUCCEEDED
        ? "invoice is already paid"
        : "payment is in transition";
  }

  @Override
  public void trackPaymentV2(TrackPaymentRequest request, StreamObserver<Payment> to) {
    tracked.add(hex(request.getPaymentHash()));
    Payment payment = payments.get(hex(request.getPaymentHash()));
    if (payment == null) {
      refuse(to, Status.NOT_FOUND, "payment isn't initiated");
    } else {
      tell("trackPaymentV2", to, List.of(payment));
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /** The stream stays open where the payment has not ended. */
  private void tell(String call, StreamObserver<Payment> to, List<Payment> words) {
    if (hang.contains(call)) {
      return;
    }
    if (failAfter.contains(call)) {
      refuse(to, Status.UNAVAILABLE, "lost");
      return;
    }
    if (drop.contains(call)) {
      to.onNext(words.getFirst());
      refuse(to, Status.UNAVAILABLE, "dropped");
      return;
    }
    words.forEach(to::onNext);
    PaymentStatus last = words.getLast().getStatus();
    if (last == PaymentStatus.SUCCEEDED || last == PaymentStatus.FAILED) {
      to.onCompleted();
    }
  }

  private static void refuse(StreamObserver<?> to, Status status, @Nullable String text) {
    to.onError(status.withDescription(text).asException());
  }
}
