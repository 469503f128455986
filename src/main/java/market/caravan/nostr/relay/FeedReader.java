package market.caravan.nostr.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int SILENCES_UNTIL_RETRY = 5;

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
    this.thread = Thread.ofVirtual().name("feed " + feed.shownRelay()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Ends these. All of them are told before any is waited for, so that a database that is away
   * costs the patience once.
   */
  static void stop(Collection<FeedReader> feeds) {
    feeds.forEach(feed -> feed.journal.stop());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    feeds.forEach(feed -> feed.journal.interrupt(feed.thread, deadline));
  }

  /** Whether the feed is known to be read to its end. */
  boolean isComplete() {
    return progress.isComplete();
  }

  /** When the feed was last known to be read to its end; null where it never was. */
  @Nullable Instant caughtUpUntil() {
    return isComplete() ? reading.clock().instant() : caughtUpUntil;
  }

  /** Saves the cursor, or leaves it for the next time where the journal does not answer. */
  void saveCursor() {
    journal.saveOnce(progress.cursor());
  }

  private void run() {
    try {
      while (true) {
        followOnce();
      }
    } catch (InterruptedException e) {
      LOG.debug("Relay {}: a feed is not read any longer", feed.shownRelay());
    }
  }

  /** Whatever goes wrong with one connection, the next is read. */
  private void followOnce() throws InterruptedException {
    try {
      follow(session());
    } catch (RuntimeException | ExecutionException e) {
      LOG.error("Relay {}: a feed could not be read, trying again", feed.shownRelay(), e);
      progress.behind();
      declared = false;
      Pause.of(backoff.next());
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
      while (true) {
        goOn(subscriptions);
      }
    } catch (SubscriptionEndedException e) {
      fallBehind();
      if (!session.isOver()) {
        relay.statistics().complaint("subscription closed: " + e.reason());
        nobodyWaitsForEver();
        Pause.of(backoff.next());
      }
    }
  }

  /** Sweeps when it is time for it, and reads again earlier what was not read to its end. */
  private void goOn(FeedSubscriptions subscriptions)
      throws SubscriptionEndedException, InterruptedException {
    IntakeSettings settings = reading.settings();
    if (progress.isComplete()) {
      relay.noteProgress();
      subscriptions.stay(settings.sweepInterval());
      subscriptions.sweep(reading.clock().instant().minus(settings.sweepSpan()));
    } else {
      subscriptions.stay(settings.silence().multipliedBy(SILENCES_UNTIL_RETRY));
      subscriptions.close();
      readStored(subscriptions);
    }
    journal.save(progress.cursor());
  }

  private void catchUp(FeedSubscriptions subscriptions)
      throws SubscriptionEndedException, InterruptedException {
    journal.save(progress.cursor());
    journal.connected();
    readStored(subscriptions);
    progress.awaitHandled(); // what began before this was flagged as not caught up
    declareCaughtUp();
    journal.save(progress.cursor());
  }

  private void readStored(FeedSubscriptions subscriptions)
      throws SubscriptionEndedException, InterruptedException {
    Instant since = journal.cursor().map(at -> at.minus(reading.settings().since())).orElse(null);
    subscriptions.open(since);
    boolean everything = subscriptions.readStored(since);
    progress.awaitHandled();
    progress.caughtUp(everything);
  }

  private void fallBehind() {
    if (progress.isComplete()) {
      caughtUpUntil = reading.clock().instant();
    }
    if (progress.isCaughtUp()) {
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
