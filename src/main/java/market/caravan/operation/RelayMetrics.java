package market.caravan.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import market.caravan.nostr.relay.IntakeOutcome;
import market.caravan.nostr.relay.PublishOutcome;
import market.caravan.nostr.relay.RelayListener;
import org.springframework.stereotype.Component;

/** Counts what relays bring, forgeries among it, and what they say to what we publish. */
@Component
class RelayMetrics implements RelayListener {

  private record Key(String meter, Tags tags) {}

  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void received(URI relay, IntakeOutcome outcome) {
    count("caravan.intake", Tags.of("relay", relay.toString(), "outcome", outcome.name()));
  }

  /** Without the relay: replies go to relays of the customers' choice, too many to tell apart. */
  @Override
  public void published(URI relay, PublishOutcome outcome) {
    count("caravan.publish", Tags.of("outcome", outcome.kind().name()));
  }

  private void count(String meter, Tags tags) {
    counters
        .computeIfAbsent(new Key(meter, tags), key -> registry.counter(key.meter(), key.tags()))
        .increment();
  }
}
