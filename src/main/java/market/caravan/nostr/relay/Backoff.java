package market.caravan.nostr.relay;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from attempt to attempt, less up to half at random. */
final class Backoff {

  private final long minNanos;
  private final long maxNanos;
  private long nextNanos;

  Backoff(Duration min, Duration max) {
    this.minNanos = min.toNanos();
    this.maxNanos = max.toNanos();
    this.nextNanos = minNanos;
  }

  synchronized Duration next() {
    long pause = nextNanos;
    nextNanos = Math.min(maxNanos, 2 * pause);
    return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
  }

  synchronized void reset() {
    nextNanos = minNanos;
  }
}
