package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted and remembered about a relay, over all its connections. */
final class RelayStatistics {

  private static final Logger LOG = LoggerFactory.getLogger(RelayStatistics.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final LongAdder received = new LongAdder();
  private final LongAdder published = new LongAdder();
  private final URI relay;
  private volatile @Nullable String complaint;
  private volatile @Nullable String refusal;
  private volatile @Nullable String logged;
  private volatile long loggedAt;

  RelayStatistics(URI relay) {
    this.relay = RelayUrl.shown(relay);
  }

  void received() {
    received.increment();
  }

  void published() {
    published.increment();
    refusal = null;
  }

  long receivedCount() {
    return received.sum();
  }

  long publishedCount() {
    return published.sum();
  }

  /** The relay is read as it should be, as far as we see. */
  void fine() {
    complaint = null;
  }

  /** The relay has said this about our reading; logged, but not each time and not too often. */
  void complaint(String reason) {
    complaint = reason;
    boolean isQuiet = logged == null || System.nanoTime() - loggedAt >= PAUSE.toNanos();
    if (isQuiet && !reason.equals(logged)) {
      logged = reason;
      loggedAt = System.nanoTime();
      LOG.info("Relay {}: {}", relay, reason);
    } else {
      LOG.debug("Relay {}: {}", relay, reason);
    }
  }

  /** The relay did not take an event. */
  void refusal(String reason) {
    refusal = reason;
  }

  /** What the relay said last about a subscription, or else about an event that it did not take. */
  @Nullable String complaint() {
    String reading = complaint;
    return reading == null ? refusal : reading;
  }
}
