package market.caravan.nostr.relay;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted and remembered about a relay, over all its connections. */
final class RelayStatistics {

  private final LongAdder received = new LongAdder();
  private final LongAdder published = new LongAdder();
  private volatile @Nullable String complaint;

  void received() {
    received.increment();
  }

  void published() {
    published.increment();
    complaint = null;
  }

  long receivedCount() {
    return received.sum();
  }

  long publishedCount() {
    return published.sum();
  }

  /** The relay works as it should, as far as we see. */
  void fine() {
    complaint = null;
  }

  void complaint(String reason) {
    complaint = reason;
  }

  /** What the relay said last about a subscription or an event that it did not take. */
  @Nullable String complaint() {
    return complaint;
  }
}
