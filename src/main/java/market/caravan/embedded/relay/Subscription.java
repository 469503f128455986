package market.caravan.embedded.relay;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.RelayMessage;

/**
 * What one client wants to hear. It is registered for live events before the stored ones are read;
 * those that come meanwhile wait. Their places tell which of them were among the stored ones, so
 * that none is missed and none comes twice.
 */
final class Subscription {

  private final String id;
  private final List<Filter> filters;
  private final Outgoing outgoing;
  private final String opening;

  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<Long> sentAhead = new HashSet<>();
  private long newestStored;
  private boolean loaded;

  Subscription(String id, List<Filter> filters, Outgoing outgoing) {
    this.id = id;
    this.filters = filters;
    this.outgoing = outgoing;
    this.opening = "[\"EVENT\",\"" + quoted(id) + "\",";
  }

  boolean matches(Event event) {
    for (Filter filter : filters) {
      if (filter.matches(event)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sends the stored events, then EOSE, then what came meanwhile.
   *
   * @param newest the place of the last commit before the reading: all up to it can be read
   */
  void load(StoredEvents stored, long newest, int maxLimit) {
    Set<Long> sent = new HashSet<>();
    for (Filter filter : filters) {
      Integer limit = filter.limit();
      stored.read(
          filter,
          limit == null ? maxLimit : Math.min(limit, maxLimit),
          event -> {
            if (event.seq() > newest) {
              sentAhead.add(event.seq());
            }
            return !sent.add(event.seq()) || outgoing.put(frame(event.json()));
          });
    }
    goLive(newest);
  }

  /** Sends an event, or keeps it until the stored ones have gone. */
  synchronized void live(long seq, String json) {
    if (!loaded) {
      waiting.add(new Waiting(seq, json));
    } else if (seq > newestStored && !sentAhead.remove(seq)) {
      outgoing.offer(frame(json));
    }
  }

  private synchronized void goLive(long newest) {
    outgoing.offer(new RelayMessage.Eose(id).write());
    newestStored = newest;
    loaded = true;
    waiting.forEach(event -> live(event.seq(), event.json()));
    waiting.clear();
  }

  private String frame(String json) {
    return opening + json + "]";
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private record Waiting(long seq, String json) {}
}
