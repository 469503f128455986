package market.caravan.bench;

import java.util.Arrays;

/** How long a run's orders took, each from its way out of the relay to its reply there. */
final class Latencies {

  private final long[] sortedUs;

  Latencies(long[] us) {
    sortedUs = us.clone();
    Arrays.sort(sortedUs);
  }

  /** In milliseconds, e.g. of 0.99. */
  double percentileMs(double share) {
    int place = (int) Math.ceil(share * sortedUs.length) - 1;
    return sortedUs[Math.max(0, place)] / 1_000.0;
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms"
        .formatted(percentileMs(0.5), percentileMs(0.95), percentileMs(0.99));
  }
}
