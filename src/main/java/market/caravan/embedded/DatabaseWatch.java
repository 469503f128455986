package market.caravan.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/** Says that the embedded PostgreSQL has ended, which no reconnecting mends: only a new start. */
final class DatabaseWatch {

  private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);

  private final EmbeddedDatabase database;
  private final ApplicationEventPublisher events;

  DatabaseWatch(EmbeddedDatabase database, ApplicationEventPublisher events) {
    this.database = database;
    this.events = events;
  }

  @EventListener(ApplicationReadyEvent.class)
  void watch() {
    database.onLoss(this::tell);
  }

  private void tell() {
    log.error(
        "The embedded PostgreSQL has ended, {} may say why: start Caravan again, nothing is lost",
        database.log());
    AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
  }
}
