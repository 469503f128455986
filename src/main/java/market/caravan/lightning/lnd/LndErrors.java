package market.caravan.lightning.lnd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import market.caravan.CaravanException;
import market.caravan.TransientException;
import market.caravan.lightning.InvoiceRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What LND's errors mean. Most of them have the status UNKNOWN and differ by their text alone:
 * {@code invoices/errors.go} (formerly {@code channeldb/invoices.go}) has those of invoices, {@code
 * macaroon-bakery} those of macaroons.
 */
final class LndErrors {

  private static final Logger LOG = LoggerFactory.getLogger(LndErrors.class);

  private static final List<String> UNKNOWN_INVOICE =
      List.of("unable to locate invoice", "there are no existing invoices");
  private static final List<String> OTHER_STATE =
      List.of("invoice still open", "invoice already settled", "invoice already canceled");
  private static final List<String> REFUSED =
      List.of("memo too large", "too large, max is", "data length too big");
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

  /** What a call is to fail with: the node is away, or for its operator to mend. */
  static CaravanException away(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    if (status.getCode() == Status.Code.UNAUTHENTICATED
        || status.getCode() == Status.Code.PERMISSION_DENIED
        || says(failure, MACAROON)) {
      return new TransientException(
          "macaroon-refused",
          "LND refuses the macaroon, see caravan.lightning.lnd.macaroon: invoice.macaroon is enough",
          failure);
    }
    return new TransientException(
        "node-away", "LND can't be asked, or did not answer: " + status.getCode(), failure);
  }

  /** What making an invoice is to fail with. */
  static CaravanException refusal(StatusRuntimeException failure) {
    boolean refused =
        failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
            || (failure.getStatus().getCode() == Status.Code.UNKNOWN && says(failure, REFUSED));
    if (!refused) {
      return away(failure);
    }
    LOG.warn("LND refuses to make an invoice: {}", failure.getStatus());
    return new InvoiceRefusedException("invoice-refused", "LND makes no invoice of this order");
  }

  private static boolean says(Throwable failure, List<String> texts) {
    String description = Status.fromThrowable(failure).getDescription();
    String said = description == null ? "" : description.toLowerCase(Locale.ROOT);
    return texts.stream().anyMatch(said::contains);
  }
}
