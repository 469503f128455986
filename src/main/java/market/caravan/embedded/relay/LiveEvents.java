package market.caravan.embedded.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import market.caravan.nostr.Event;

/** Passes each new event on to the subscriptions of all connections that it matches. */
final class LiveEvents {

  /** The place of an event that is passed on without being stored: after all that are. */
  static final long NOT_STORED = Long.MAX_VALUE;

  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  void add(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void remove(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /** Never blocks: a connection that can't take it is closed. */
  void publish(long seq, Event event, String json) {
    for (Subscription subscription : subscriptions) {
      if (subscription.matches(event)) {
        subscription.live(seq, json);
      }
    }
  }
}
