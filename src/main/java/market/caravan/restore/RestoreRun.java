package market.caravan.restore;

import java.time.Instant;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Going through a merchant's messages, as far as it has come.
 *
 * @param event of the one message that it is about; null where it is about all
 * @param dryRun whether it only says what it would change
 * @param claims which claim of it this is: what comes of an older one is not recorded
 * @param at with {@code atSeq}, the order that was read last; null before the first
 * @param careful whether it goes on one by one, for one of several is at fault
 * @param error why it could not go on, or be ended, as a code; null where it could
 * @param ordersTotal messages with an order, as many as there were when it began
 * @param ordersRead of those, and of those that have come since
 * @param skipped messages that nothing could be made of
 * @param doubtful of the restored and the repaired, those that their merchant has to confirm
 * @param more whether there was more to report than is kept
 */
public record RestoreRun(
    long id,
    String merchantId,
    @Nullable EventId event,
    boolean dryRun,
    State state,
    Instant requestedAt,
    @Nullable Instant finishedAt,
    long claims,
    @Nullable Instant at,
    long atSeq,
    boolean careful,
    @Nullable String error,
    long ordersTotal,
    long ordersRead,
    long messagesRead,
    long restored,
    long repaired,
    long unchanged,
    long skipped,
    long doubtful,
    boolean more) {

  /** How far it has come. */
  public enum State {
    UNDER_WAY,
    DONE,
    FAILED
  }

  /** How much of it is done, from 0 to 100; 100 only once all is. */
  public int percent() {
    if (state == State.DONE) {
      return 100;
    }
    return ordersTotal == 0 ? 0 : (int) Math.min(99, ordersRead * 100 / ordersTotal);
  }
}
