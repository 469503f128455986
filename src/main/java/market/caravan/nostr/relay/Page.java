package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;

/**
 * What a relay sent before it said that its answer was complete, in the order of arrival, whatever
 * it was worth: the newest events that it has stored, and among them, now and then, one that was
 * published meanwhile. Such an event may be backdated: only the author decides what time it bears.
 *
 * @param oversized messages that were too long to be looked at, and may have been a part of it
 */
record Page(List<Sighting> sightings, int oversized) {

  /** How many events at the end of a page may all have been published meanwhile, at most. */
  private static final int MARGIN = 7;

  /** An event that was sent, as what it claims to be. */
  record Sighting(EventId id, Instant at) {}

  Page {
    sightings = List.copyOf(sightings);
  }

  boolean isEmpty() {
    return sightings.isEmpty();
  }

  /** Whether the relay may have sent events of which we know nothing. */
  boolean hidesEvents() {
    return oversized > 0;
  }

  int count() {
    return sightings.size();
  }

  /** Without what is newer than was asked for: a relay may ignore the question. */
  Page upTo(@Nullable Instant until) {
    return until == null
        ? this
        : new Page(
            sightings.stream().filter(sighting -> !sighting.at().isAfter(until)).toList(),
            oversized);
  }

  /** Whether everything came newest first, as NIP-01 wants it of what is stored. */
  boolean isInOrder() {
    for (int i = 1; i < sightings.size(); i++) {
      if (sightings.get(i).at().isAfter(sightings.get(i - 1).at())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Down to when a page that is in order holds all that is stored. Its last events may be none of
   * the stored ones, so a few of them are not relied on; they come again with the next page.
   */
  Instant reached() {
    int last = sightings.size() - 1;
    return sightings.get(last - Math.min(MARGIN, last / 5)).at();
  }

  /**
   * Down to when this page and a second answer to the same question hold all that is stored: an
   * event that was published meanwhile is sent out of turn only once. Empty where they have nothing
   * in common.
   */
  Optional<Instant> reachedIn(Page again) {
    Set<EventId> ids = again.sightings.stream().map(Sighting::id).collect(Collectors.toSet());
    return sightings.stream()
        .filter(sighting -> ids.contains(sighting.id()))
        .map(Sighting::at)
        .min(Instant::compareTo);
  }
}
