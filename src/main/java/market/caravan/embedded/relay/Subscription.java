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
  private long waitingLength;
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
    if (loaded) {
      if (isNew(seq)) {
        outgoing.offer(frame(json));
      }
      return;
    }
    waiting.add(new Waiting(seq, json));
    waitingLength += json.length();
    if (waitingLength > outgoing.maxLength()) {
      waiting.clear();
      outgoing.giveUp();
    }
  }

  /** Sends what came meanwhile as fast as the client takes it, until no more has come. */
  private void goLive(long newest) {
    newestStored = newest;
    boolean open = outgoing.put(new RelayMessage.Eose(id).write());
    List<Waiting> next = takeWaiting();
    while (open && !next.isEmpty()) {
      for (Waiting event : next) {
        open = open && (!isNew(event.seq()) || outgoing.put(frame(event.json())));
      }
      next = takeWaiting();
    }
  }

  /** What has come; nothing more will be kept if that is nothing. */
  private synchronized List<Waiting> takeWaiting() {
    List<Waiting> taken = List.copyOf(waiting);
    waiting.clear();
    waitingLength = 0;
    loaded = taken.isEmpty();
    return taken;
  }

  private boolean isNew(long seq) {
    return seq > newestStored && !sentAhead.contains(seq);
  }

  private String frame(String json) {
    return opening + json + "]";
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private record Waiting(long seq, String json) {}
}
