package market.caravan.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The outbox at one moment.
 *
 * @param pending how many messages are still to be delivered
 * @param oldestPending when the oldest of them was decided; empty where nothing is pending
 * @param dead how many could not be delivered
 */
record OutboxFigures(long pending, Optional<Instant> oldestPending, long dead) {

  /** How long the oldest has been waiting; zero where nothing is pending. */
  Duration oldestAge(Instant now) {
    return oldestPending.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }
}
