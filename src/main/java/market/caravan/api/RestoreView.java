package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Set;
import market.caravan.mailbox.History;
import market.caravan.order.Doubt;
import market.caravan.order.OrderStatus;
import market.caravan.restore.Finding;
import market.caravan.restore.Flag;
import market.caravan.restore.RestoreRun;
import org.jspecify.annotations.Nullable;

/**
 * A run of restoring orders, as its merchant reads it; times are unix seconds.
 *
 * @param eventId of the one message that it is about; null where it is about all
 * @param percent of the messages with an order, how many are read
 * @param relays from which the messages come, and whether all that they have is here
 * @param found newest first; null in a list
 */
@JsonNaming(SnakeCaseStrategy.class)
record RestoreView(
    long id,
    RestoreRun.State state,
    boolean dryRun,
    @Nullable String eventId,
    @Nullable Long requestedAt,
    @Nullable Long finishedAt,
    int percent,
    long ordersTotal,
    long ordersRead,
    long messagesRead,
    long restored,
    long repaired,
    long unchanged,
    long skipped,
    long doubtful,
    boolean more,
    @Nullable String error,
    List<History.ReadRelay> relays,
    @Nullable List<FoundView> found) {

  static RestoreView of(
      RestoreRun run, List<History.ReadRelay> relays, @Nullable List<FoundView> found) {
    return new RestoreView(
        run.id(),
        run.state(),
        run.dryRun(),
        run.event() == null ? null : run.event().hex(),
        run.requestedAt().getEpochSecond(),
        UnixTime.of(run.finishedAt()),
        run.percent(),
        run.ordersTotal(),
        run.ordersRead(),
        run.messagesRead(),
        run.restored(),
        run.repaired(),
        run.unchanged(),
        run.skipped(),
        run.doubtful(),
        run.more(),
        run.error(),
        relays,
        found);
  }

  /** What became of an order, or why a message was skipped. */
  @JsonNaming(SnakeCaseStrategy.class)
  record FoundView(
      Finding.Outcome outcome,
      String eventId,
      @Nullable String orderId,
      String publicKey,
      @Nullable OrderStatus status,
      Set<Doubt> doubts,
      Set<Flag> flags) {

    static FoundView of(Finding finding) {
      return new FoundView(
          finding.outcome(),
          finding.eventId().hex(),
          finding.orderId(),
          finding.customer().hex(),
          finding.status(),
          finding.doubts(),
          finding.flags());
    }
  }
}
