package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import market.caravan.nostr.Event;

/** The relays that we read from and publish to, each with connections of its own. */
public final class RelayPool implements AutoCloseable {

  private volatile List<URI> relays = List.of();

  public RelayPool(RelaySettings settings, Clock clock, RelayListener listener) {}

  /** Connects to these relays, and stays connected until {@link #close}; returns at once. */
  public void start(List<URI> relays) {
    this.relays = List.copyOf(relays);
  }

  /** The relays of {@link #start}; empty before it. */
  public List<URI> relays() {
    return relays;
  }

  /** Reads events of these kinds from all relays, those of a later {@link #start} too. */
  public Intake read(
      Set<Integer> kinds, IntakeSettings settings, IntakeJournal journal, IntakeHandler handler) {
    return new Intake();
  }

  /**
   * Publishes the event to these relays, of the pool or not, without blocking. The future never
   * fails; it has an outcome for each relay, at the latest after the OK timeout, and a grace after
   * the first of them has accepted.
   */
  public CompletableFuture<Map<URI, PublishOutcome>> publish(Event event, Collection<URI> relays) {
    return CompletableFuture.completedFuture(Map.of());
  }

  /** How each relay of the pool is doing, in the order of {@link #start}. */
  public List<RelayStatus> status() {
    return List.of();
  }

  /** Drops all connections and opens them anew, without waiting for any back-off. */
  public void reconnect() {}

  @Override
  public void close() {}
}
