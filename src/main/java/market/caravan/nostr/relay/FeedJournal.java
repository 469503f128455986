package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's page for one feed, asked again and again while the database is away. */
final class FeedJournal {

  private static final Logger LOG = LoggerFactory.getLogger(FeedJournal.class);

  private final Feed feed;
  private final IntakeJournal journal;
  private final Supplier<Backoff> backoffs;
  private final ReentrantLock asking = new ReentrantLock();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Instant saved;

  FeedJournal(Feed feed, IntakeJournal journal, Supplier<Backoff> backoffs) {
    this.feed = feed;
    this.journal = journal;
    this.backoffs = backoffs;
  }

  Optional<Instant> cursor() throws InterruptedException {
    return ask(() -> journal.cursor(feed.account(), feed.relay(), feed.kind()));
  }

  void connected() throws InterruptedException {
    tell(() -> journal.connected(feed.account(), feed.relay(), feed.kind()));
  }

  void caughtUp() throws InterruptedException {
    tell(() -> journal.caughtUp(feed.account(), feed.relay(), feed.kind()));
  }

  void save(Optional<Instant> cursor) throws InterruptedException {
    if (isNews(cursor)) {
      tell(() -> saveOnce(cursor));
    }
  }

  /** Saves the cursor where it has moved, without trying again. */
  void saveOnce(Optional<Instant> cursor) {
    if (isNews(cursor)) {
      journal.saveCursor(feed.account(), feed.relay(), feed.kind(), cursor.orElseThrow());
      saved = cursor.orElseThrow();
    }
  }

  private boolean isNews(Optional<Instant> cursor) {
    Instant before = saved;
    return cursor.isPresent() && (before == null || cursor.get().isAfter(before));
  }

  private void tell(Runnable news) throws InterruptedException {
    boolean unused =
        ask(
            () -> {
              news.run();
              return true;
            });
  }

  private <T> T ask(Supplier<T> question) throws InterruptedException {
    Backoff backoff = backoffs.get();
    while (true) {
      asking.lockInterruptibly();
      try {
        if (stopped.getCount() == 0) {
          throw new InterruptedException();
        }
        return question.get();
      } catch (RuntimeException e) {
        LOG.warn("Relay {}: the journal does not answer, trying again", feed.shownRelay(), e);
      } finally {
        asking.unlock();
      }
      boolean unused = stopped.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Asks nothing more; what waits to be asked again is given up. */
  void stop() {
    stopped.countDown();
  }

  /**
   * Interrupts the thread, but not, until the deadline, while it talks to the journal: that would
   * cost a database connection.
   *
   * @param deadline in terms of {@link System#nanoTime}
   */
  void interrupt(Thread thread, long deadline) {
    boolean quiet = false;
    try {
      quiet = asking.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.interrupt();
      if (quiet) {
        asking.unlock();
      }
    }
  }
}
