package market.caravan.nostr.relay;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what it is told. */
final class CountingListener implements RelayListener {

  private final Map<IntakeOutcome, Integer> counts = new ConcurrentHashMap<>();
  private final Set<URI> relays = ConcurrentHashMap.newKeySet();

  Set<URI> relays() {
    return relays;
  }

  int count(IntakeOutcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  @Override
  public void received(URI relay, IntakeOutcome outcome) {
    relays.add(relay);
    counts.merge(outcome, 1, Integer::sum);
  }

  @Override
  public void published(URI relay, PublishOutcome outcome) {
    relays.add(relay);
  }
}
