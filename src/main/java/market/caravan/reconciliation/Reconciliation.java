package market.caravan.reconciliation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison, as far as it has come.
 *
 * @param since what was made or paid from then on, and before {@code until}, is compared
 * @param attempts of ours that were looked up
 * @param settled invoices that the nodes have listed as settled, other people's too
 * @param differences that were there at both looks
 * @param more whether there were more than are kept
 * @param leftOut wallets that could not be compared, or not to the end, each with the code why
 * @param error why it could not be ended; null where it was, or may yet be
 */
public record Reconciliation(
    long id,
    State state,
    Instant requestedAt,
    Instant since,
    Instant until,
    @Nullable Instant finishedAt,
    long attempts,
    long settled,
    long differences,
    boolean more,
    Map<String, String> leftOut,
    @Nullable String error) {

  public Reconciliation {
    leftOut = Map.copyOf(leftOut);
  }

  /** How far it has come. */
  public enum State {
    REQUESTED,
    /** What differed is looked at a second time. */
    SUSPECTING,
    DONE,
    /** It came to its end, without the wallets that are left out. */
    INCOMPLETE,
    FAILED
  }
}
