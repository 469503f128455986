package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import market.caravan.TransientException;
import market.caravan.nostr.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event in its customer's lane. One that its lane drops stays outstanding for ever, so that the
 * cursor stays before it, and the next start reads it again. The lane makes sure that a second copy
 * of it, from another relay, is looked up only after the first was committed; nothing else
 * remembers ids, so that a forger cannot occupy one.
 */
final class Delivery implements Lanes.Task {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Reading reading;
  private final Feed feed;
  private final FeedProgress progress;
  private final FeedProgress.Ticket ticket;
  private final Event event;
  private final Instant receivedAt;
  private boolean genuine;

  Delivery(
      Reading reading,
      Feed feed,
      FeedProgress progress,
      FeedProgress.Ticket ticket,
      Event event,
      Instant receivedAt) {
    this.reading = reading;
    this.feed = feed;
    this.progress = progress;
    this.ticket = ticket;
    this.event = event;
    this.receivedAt = receivedAt;
  }

  @Override
  public boolean run() {
    IntakeOutcome outcome = IntakeOutcome.FAILED;
    try {
      outcome = attempt();
    } finally {
      if (outcome != IntakeOutcome.RETRIED) {
        progress.end(ticket, outcome == IntakeOutcome.HANDLED || outcome == IntakeOutcome.KNOWN);
      }
    }
    reading.count(feed.relay(), outcome);
    return outcome != IntakeOutcome.RETRIED;
  }

  @Override
  public int weight() {
    return Weight.of(event);
  }

  private IntakeOutcome attempt() {
    try {
      if (reading.journal().isKnown(feed.account(), event.id())) {
        return IntakeOutcome.KNOWN;
      }
    } catch (RuntimeException e) {
      LOG.debug("Relay {}: the journal does not answer, the event is kept", feed.shownRelay(), e);
      return IntakeOutcome.RETRIED;
    }
    genuine = genuine || event.isGenuine();
    return genuine ? handle() : IntakeOutcome.FORGED;
  }

  private IntakeOutcome handle() {
    try {
      reading
          .handler()
          .handle(
              new ReceivedEvent(
                  event, feed.account(), feed.relay(), receivedAt, ticket.caughtUp()));
      return IntakeOutcome.HANDLED;
    } catch (Exception e) {
      boolean unused = Thread.interrupted(); // nobody interrupts a lane: this was about the handler
      LOG.debug("Relay {}: an event was not handled", feed.shownRelay(), e);
      return isTransient(e) ? IntakeOutcome.RETRIED : IntakeOutcome.FAILED;
    }
  }

  private static boolean isTransient(Throwable failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof TransientException
          || e instanceof InterruptedException
          || e instanceof RejectedExecutionException) { // whoever handles it is being stopped
        return true;
      }
    }
    return false;
  }
}
