package market.caravan.embedded.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import market.caravan.embedded.relay.Outcome.Known;
import market.caravan.embedded.relay.Outcome.Refused;
import market.caravan.embedded.relay.Outcome.Stored;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import org.springframework.transaction.support.TransactionTemplate;

/** Decides what is kept: once per id, the newest per address, nothing that was deleted. */
final class EventStore {

  private final EventRows rows;
  private final Deletions deletions;
  private final TransactionTemplate transaction;

  EventStore(EventRows rows, Deletions deletions, TransactionTemplate transaction) {
    this.rows = rows;
    this.deletions = deletions;
    this.transaction = transaction;
  }

  /** The place of the event that was committed last; 0 if there is none yet. */
  long newest() {
    return rows.newest();
  }

  /** What has been committed after that place, in the order of commits. */
  List<EventRow> after(long seq) {
    return rows.after(seq);
  }

  /**
   * Stores events in one transaction, as if one after the other.
   *
   * @return what became of each, in the same order
   */
  List<Outcome> store(List<Arrival> arrivals) {
    List<Outcome> outcomes = transaction.execute(status -> storeInOrder(arrivals));
    return outcomes == null ? List.of() : outcomes;
  }

  /** Those that stay as they are go in together; each of the others sees all before it. */
  private List<Outcome> storeInOrder(List<Arrival> arrivals) {
    List<Outcome> outcomes = new ArrayList<>(arrivals.size());
    int start = 0;
    while (start < arrivals.size()) {
      int end = start;
      while (end < arrivals.size() && isPlain(arrivals.get(end).event())) {
        end++;
      }
      if (end == start) {
        outcomes.add(storeAlone(arrivals.get(end++)));
      } else {
        outcomes.addAll(storeTogether(arrivals.subList(start, end)));
      }
      start = end;
    }
    return outcomes;
  }

  private static boolean isPlain(Event event) {
    return event.kind() != Deletions.KIND && Retention.of(event.kind()) == Retention.REGULAR;
  }

  private List<Outcome> storeTogether(List<Arrival> arrivals) {
    Set<EventId> deleted = deletions.among(arrivals.stream().map(Arrival::event).toList());
    List<Arrival> wanted =
        arrivals.stream().filter(arrival -> !deleted.contains(arrival.event().id())).toList();
    Map<EventId, Long> places = rows.insert(wanted);
    List<Outcome> outcomes = new ArrayList<>(arrivals.size());
    for (Arrival arrival : arrivals) {
      EventId id = arrival.event().id();
      Long place = places.remove(id);
      outcomes.add(place == null ? unstored(deleted.contains(id)) : new Stored(place));
    }
    return outcomes;
  }

  private static Outcome unstored(boolean deleted) {
    return deleted
        ? new Refused("blocked: its author has deleted it")
        : new Known("duplicate: already here");
  }

  private Outcome storeAlone(Arrival arrival) {
    Event event = arrival.event();
    if (!deletions.among(List.of(event)).isEmpty()) {
      return unstored(true);
    }
    if (!makeRoom(event)) {
      return new Known("duplicate: this or a newer version is here");
    }
    Outcome outcome = storeTogether(List.of(arrival)).getFirst();
    if (event.kind() == Deletions.KIND) {
      deletions.carryOut(event);
    }
    return outcome;
  }

  /** False if the version that is there stays. */
  private boolean makeRoom(Event event) {
    Optional<String> address = Retention.address(event).map(Hashes::ofAddress);
    List<EventRow> present = address.map(List::of).map(rows::named).orElse(List.of());
    if (present.isEmpty()) {
      return true;
    }
    boolean older = present.getFirst().yieldsTo(event);
    if (older) {
      rows.delete(present.getFirst());
    }
    return older;
  }
}
