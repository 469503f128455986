package market.caravan.lightning.lnd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import market.caravan.TransientException;

/**
 * What LND's errors mean. Most of them have the status UNKNOWN and differ by their text alone:
 * {@code invoices/errors.go} (formerly {@code channeldb/invoices.go}) has those of invoices, {@code
 * lnrpc/routerrpc/router_backend.go} those of payments, {@code macaroon-bakery} those of macaroons.
 */
final class LndErrors {

  private static final List<String> UNKNOWN_INVOICE =
      List.of("unable to locate invoice", "there are no existing invoices");
  private static final List<String> OTHER_STATE =
      List.of("invoice still open", "invoice already settled", "invoice already canceled");
  private static final List<String> REFUSED =
      List.of("memo too large", "too large, max is", "data length too big");

  /** {@code extractIntentFromSendRequest}, which is before LND looks for an earlier payment. */
  private static final List<String> UNPAYABLE =
      List.of(
          "invoice expired",
          "self-payments not allowed",
          "payment request must contain",
          "the amp flag",
          "not for current active network");

  private static final List<String> MACAROON =
      List.of("macaroon", "verification failed", "permission denied", "caveat");

  private LndErrors() {}

  static boolean saysUnknownInvoice(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND
        || says(failure, UNKNOWN_INVOICE);
  }

  static boolean saysInvoiceExists(Throwable failure) {
    return says(failure, List.of("payment hash already exists"));
  }

  /** Whether the invoice is not in the state that the call is for. */
  static boolean saysOtherState(Throwable failure) {
    return says(failure, OTHER_STATE);
  }

  /** Whether there is a payment of this hash that has not failed. */
  static boolean saysPaymentExists(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.ALREADY_EXISTS;
  }

  /** Whether LND knows no payment of this hash ({@code ErrPaymentNotInitiated}). */
  static boolean saysUnknownPayment(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND;
  }

  /** Whether LND won't ever pay this invoice; it says so also of one that it has paid before. */
  static boolean saysUnpayable(Throwable failure) {
    return says(failure, UNPAYABLE);
  }

  /**
   * What a call is to fail with: the node is away, or for its operator to mend.
   *
   * @param code of a macaroon that LND refuses
   * @param macaroon what to look at then
   */
  static TransientException away(Throwable failure, String code, String macaroon) {
    Status status = Status.fromThrowable(failure);
    if (status.getCode() == Status.Code.UNAUTHENTICATED
        || status.getCode() == Status.Code.PERMISSION_DENIED
        || says(failure, MACAROON)) {
      return new TransientException(code, "LND refuses the macaroon, see " + macaroon, failure);
    }
    return new TransientException(
        "node-away", "LND can't be asked, or did not answer: " + status.getCode(), failure);
  }

  /** Whether LND won't ever make the invoice that it was asked for. */
  static boolean saysRefused(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
        || (failure.getStatus().getCode() == Status.Code.UNKNOWN && says(failure, REFUSED));
  }

  private static boolean says(Throwable failure, List<String> texts) {
    String description = Status.fromThrowable(failure).getDescription();
    String said = description == null ? "" : description.toLowerCase(Locale.ROOT);
    return texts.stream().anyMatch(said::contains);
  }
}
