package market.caravan.nostr.relay;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what it is told. */
final class CountingListener implements RelayListener {

  private final Map<IntakeOutcome, Integer> counts = new ConcurrentHashMap<>();

  int count(IntakeOutcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  @Override
  public void received(URI relay, IntakeOutcome outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  @Override
  public void published(URI relay, PublishOutcome outcome) {}
}
