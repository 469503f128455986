package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import market.caravan.nostr.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the readers of one intake share. */
record Reading(
    IntakeSettings settings,
    IntakeJournal journal,
    IntakeHandler handler,
    Clock clock,
    RelayListener listener,
    Lanes<Feed.Lane> lanes,
    Gate gate) {

  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  Reading(
      IntakeSettings settings,
      IntakeJournal journal,
      IntakeHandler handler,
      Clock clock,
      RelayListener listener) {
    this(
        settings,
        journal,
        handler,
        clock,
        listener,
        new Lanes<>(
            settings.maxBuffered(),
            settings.maxBufferedBytes(),
            settings.workers(),
            () -> new Backoff(settings.retryMin(), settings.retryMax())),
        new Gate());
  }

  Backoff backoff() {
    return new Backoff(settings.retryMin(), settings.retryMax());
  }

  void count(URI relay, IntakeOutcome outcome) {
    listener.received(RelayUrl.shown(relay), outcome);
  }

  /** Hands an event to its customer's lane; blocks while there is no room, or while paused. */
  void handOn(Feed feed, FeedProgress progress, Event event) {
    Instant receivedAt = clock.instant();
    Instant at = event.createdAt().isBefore(receivedAt) ? event.createdAt() : receivedAt;
    FeedProgress.Ticket ticket = progress.begin(at);
    try {
      gate.pass();
      lanes.submit(feed.lane(event), new Delivery(this, feed, progress, ticket, event, receivedAt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the ticket stays, so that the event is read again
      LOG.debug("Relay {}: interrupted while an event waited for its turn", feed.shownRelay());
    }
  }
}
