package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that a relay has stored since some moment, page by page, backwards. A relay may send
 * fewer events than it is asked for, so only an empty page is the end.
 */
final class StoredEvents {

  /** Asks the relay for its newest events up to {@code until}. */
  @FunctionalInterface
  interface Question {

    /** Empty where the relay doesn't answer in time. */
    Optional<Page> ask(@Nullable Instant until, int limit)
        throws SubscriptionEndedException, InterruptedException;
  }

  /** No relay sends more at once. */
  private static final int MAX_LIMIT = 5_000;

  private final Question question;
  private final @Nullable Instant since;
  private final int pageSize;
  private final int maxPages;

  StoredEvents(Question question, @Nullable Instant since, int pageSize, int maxPages) {
    this.question = question;
    this.since = since;
    this.pageSize = pageSize;
    this.maxPages = maxPages;
  }

  /**
   * Reads on from the newest page.
   *
   * @return whether the relay has sent all that it has; false where it fell silent
   */
  boolean readBackFrom(Page newest) throws SubscriptionEndedException, InterruptedException {
    Instant until = newest.oldest();
    int limit = pageSize;
    for (int pages = 0; pages < maxPages && until != null && mayHaveBefore(until); pages++) {
      Optional<Page> page = question.ask(until, limit);
      if (page.isEmpty()) {
        return false;
      }
      Instant oldest = page.get().oldest();
      if (oldest == null || oldest.isAfter(until)) {
        return true; // nothing left, or a relay that ignores until and has no more to say
      }
      if (oldest.isBefore(until)) {
        until = oldest; // once more, inclusive: the page may have ended within this second
        limit = pageSize;
      } else if (page.get().count() >= limit && limit < MAX_LIMIT) {
        limit = Math.min(MAX_LIMIT, 2 * limit); // a second with more events than a page holds
      } else {
        until = until.minusSeconds(1);
        limit = pageSize;
      }
    }
    return true;
  }

  private boolean mayHaveBefore(Instant until) {
    return until.getEpochSecond() >= 0 && (since == null || !until.isBefore(since));
  }
}
