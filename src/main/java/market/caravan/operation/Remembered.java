package market.caravan.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is costly to find out, and good for a while: whoever asks often costs little. */
final class Remembered<T> {

  private final Supplier<T> source;
  private final Duration goodFor;
  private final Clock clock;
  private @Nullable Answer<T> latest;

  private record Answer<T>(T value, Instant until) {}

  Remembered(Supplier<T> source, Duration goodFor, Clock clock) {
    this.source = source;
    this.goodFor = goodFor;
    this.clock = clock;
  }

  synchronized T get() {
    Answer<T> known = latest;
    if (known == null || clock.instant().isAfter(known.until())) {
      known = new Answer<>(source.get(), clock.instant().plus(goodFor));
      latest = known;
    }
    return known.value();
  }
}
