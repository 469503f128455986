package market.caravan.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;

/**
 * Health that is costly to find out, and good for a while. One asks at a time, and whoever comes
 * meanwhile gets the latest answer: a database that hangs holds up one thread, not everybody's. A
 * failure is an answer too.
 */
final class RememberedHealth {

  /** How long whoever asks may take until the latest answer says nothing any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Health NO_ANSWER =
      Health.down().withDetail("error", "It does not answer").build();

  private final Supplier<Health> source;
  private final Duration goodFor;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Answer latest;

  private record Answer(Health health, Instant until) {}

  RememberedHealth(Supplier<Health> source, Duration goodFor, Clock clock) {
    this.source = source;
    this.goodFor = goodFor;
    this.clock = clock;
  }

  Health get() {
    Answer known = latest;
    if (known != null && (isGood(known) || !asking.tryLock())) {
      return isStale(known) ? NO_ANSWER : known.health();
    }
    if (known == null) {
      asking.lock(); // there is nothing to answer yet
    }
    try {
      return ask();
    } finally {
      asking.unlock();
    }
  }

  private Health ask() {
    Answer known = latest;
    if (known == null || !isGood(known)) {
      known = new Answer(look(), clock.instant().plus(goodFor));
      latest = known;
    }
    return known.health();
  }

  private Health look() {
    try {
      return source.get();
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
  }

  private boolean isStale(Answer answer) {
    return clock.instant().isAfter(answer.until().plus(PATIENCE));
  }

  private boolean isGood(Answer answer) {
    return !clock.instant().isAfter(answer.until());
  }
}
