package market.caravan.relays;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Locale;
import market.caravan.nostr.relay.IntakeOutcome;
import market.caravan.nostr.relay.PublishOutcome;
import market.caravan.nostr.relay.RelayListener;

/** Counts what relays send, and what they make of what we publish. */
final class RelayMetrics implements RelayListener {

  private final MeterRegistry meters;

  RelayMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void received(URI relay, IntakeOutcome outcome) {
    count("caravan.relay.received", relay, outcome);
  }

  @Override
  public void published(URI relay, PublishOutcome outcome) {
    count("caravan.relay.published", relay, outcome.kind());
  }

  private void count(String name, URI relay, Enum<?> outcome) {
    meters
        .counter(
            name, "relay", relay.toString(), "outcome", outcome.name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
