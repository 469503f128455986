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
   * @return whether the relay has sent all that it has; false where it fell silent, or had more
   *     than we wanted to read
   */
  boolean readBackFrom(Page newest) throws SubscriptionEndedException, InterruptedException {
    Page page = newest;
    Instant until = null;
    int limit = pageSize;
    for (int pages = 0; pages < maxPages; pages++) {
      if (page.isEmpty()) {
        // nothing left, or a relay that ignores until and has no more to say
        return !page.hidesEvents();
      }
      Optional<Instant> reached = reached(page, until, limit);
      if (reached.isEmpty()) {
        return false;
      }
      if (until == null || reached.get().isBefore(until)) {
        until = reached.get(); // once more, inclusive: the page may have ended within this second
        limit = pageSize;
      } else if (page.count() >= limit && limit < MAX_LIMIT) {
        limit = Math.min(MAX_LIMIT, 2 * limit); // a second with more events than a page holds
      } else {
        until = until.minusSeconds(1);
        limit = pageSize;
      }
      if (!mayHaveBefore(until)) {
        return true;
      }
      Optional<Page> next = question.ask(until, limit);
      if (next.isEmpty()) {
        return false;
      }
      page = next.get().upTo(until);
    }
    return false;
  }

  /**
   * Down to when the page holds all that is stored. One that isn't newest first is asked for twice:
   * either the relay doesn't sort, or events were published while it answered.
   */
  private Optional<Instant> reached(Page page, @Nullable Instant until, int limit)
      throws SubscriptionEndedException, InterruptedException {
    if (page.isInOrder()) {
      return Optional.of(page.reached());
    }
    return question.ask(until, limit).flatMap(page::reachedIn);
  }

  private boolean mayHaveBefore(Instant until) {
    return until.getEpochSecond() >= 0 && (since == null || !until.isBefore(since));
  }
}
