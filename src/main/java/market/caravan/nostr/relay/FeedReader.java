package market.caravan.nostr.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one feed for as long as it is wanted, from connection to connection: it catches up with
 * what is stored, says so, and sweeps now and then.
 */
final class FeedReader {

  private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final Feed feed;
  private final RelayReader relay;
  private final Reading reading;
  private final FeedProgress progress = new FeedProgress();
  private final FeedJournal journal;
  private final Backoff backoff;
  private final Thread thread;
  private long behindSince = System.nanoTime();
  private boolean declared;
  private volatile @Nullable Instant caughtUpUntil;

  FeedReader(Feed feed, RelayReader relay, Reading reading) {
    this.feed = feed;
    this.relay = relay;
    this.reading = reading;
    this.journal = new FeedJournal(feed, reading.journal(), reading::backoff);
    this.backoff = reading.backoff();
    this.thread = Thread.ofVirtual().name("feed " + feed.relay()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    try {
      journal.stop(thread);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isCaughtUp() {
    return progress.isCaughtUp();
  }

  /** When the feed was last known to be read to its end; null where it never was. */
  @Nullable Instant caughtUpUntil() {
    return isCaughtUp() ? reading.clock().instant() : caughtUpUntil;
  }

  /** Saves the cursor, or leaves it for the next time where the journal does not answer. */
  void saveCursor() {
    journal.saveOnce(progress.cursor());
  }

  private void run() {
    try {
      while (true) {
        follow(session());
      }
    } catch (InterruptedException e) {
      LOG.debug("Relay {}: a feed is not read any longer", feed.relay());
    } catch (ExecutionException e) {
      throw new IllegalStateException("A session is never exceptional", e);
    }
  }

  private ReadSession session() throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return relay.session(declared ? FOR_EVER : reading.settings().silence());
      } catch (TimeoutException e) {
        nobodyWaitsForEver();
      }
    }
  }

  private void follow(ReadSession session) throws InterruptedException {
    try (FeedSubscriptions subscriptions =
        new FeedSubscriptions(feed, session, reading, progress)) {
      catchUp(subscriptions);
      backoff.reset();
      relay.statistics().fine();
      while (true) {
        subscriptions.stay(reading.settings().sweepInterval());
        subscriptions.sweep(reading.clock().instant().minus(reading.settings().sweepSpan()));
      }
    } catch (SubscriptionEndedException e) {
      fallBehind();
      if (!session.isOver()) {
        LOG.info("Relay {}: subscription closed: {}", feed.relay(), e.reason());
        relay.statistics().complaint(e.reason());
        nobodyWaitsForEver();
        Pause.of(backoff.next());
      }
    }
  }

  private void catchUp(FeedSubscriptions subscriptions)
      throws SubscriptionEndedException, InterruptedException {
    journal.save(progress.cursor());
    journal.connected();
    Instant since = journal.cursor().map(at -> at.minus(reading.settings().since())).orElse(null);
    subscriptions.open(since);
    boolean everything = subscriptions.readStored(since);
    progress.awaitHandled();
    progress.caughtUp(everything);
    progress.awaitHandled(); // what began before this was flagged as not caught up
    declareCaughtUp();
    journal.save(progress.cursor());
  }

  private void fallBehind() {
    if (progress.isCaughtUp()) {
      caughtUpUntil = reading.clock().instant();
      behindSince = System.nanoTime();
    }
    progress.behind();
    declared = false;
  }

  private void declareCaughtUp() throws InterruptedException {
    journal.caughtUp();
    declared = true;
  }

  /** A relay that cannot be read keeps orders waiting no longer than a silent one. */
  private void nobodyWaitsForEver() throws InterruptedException {
    if (!declared && System.nanoTime() - behindSince >= reading.settings().silence().toNanos()) {
      declareCaughtUp();
    }
  }
}
