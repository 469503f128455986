package market.caravan.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Payments that are locked in and neither taken nor given back yet.
 *
 * @param oldest when we heard of the one that has been so for longest; empty where there is none
 */
record HeldFigures(long count, Optional<Instant> oldest) {

  /** How long that has been so; zero where nothing is held. */
  Duration oldestAge(Instant now) {
    return oldest.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }
}
