package market.caravan.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows inbox and outbox as they grow. A row's number is drawn before its transaction commits, so
 * a lower one may appear after a higher one: what transactions of a while ago may still add to is
 * looked through again each time, without what was found there before. For one thread at a time.
 */
final class MessageFollower {

  /** Longer than a transaction takes from drawing a number to being seen as one that writes. */
  private static final Duration SEEN_AFTER = Duration.ofSeconds(3);

  /** Not for ever, though: what commits later than that is told of to nobody. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(60);

  private final NewMessages messages;
  private final Clock clock;
  private final Deque<Seen> seen = new ArrayDeque<>();
  private final Map<String, NewMessages.Position> known = new HashMap<>();

  private record Seen(Instant at, NewMessages.End end) {

    boolean isSettledBy(Seen now) {
      return at.plus(GIVEN_UP_AFTER).isBefore(now.at)
          || (at.plus(SEEN_AFTER).isBefore(now.at) && end.isSettledBy(now.end));
    }
  }

  /** Begins at the present end. */
  MessageFollower(NewMessages messages, Clock clock) {
    this.messages = messages;
    this.clock = clock;
    seen.add(new Seen(clock.instant(), messages.end()));
  }

  /** What these merchants have got or said since the last time, oldest first. */
  List<NewMessages.Row> read(Set<String> merchants) {
    var now = new Seen(clock.instant(), messages.end());
    List<NewMessages.Row> found = new ArrayList<>();
    List<NewMessages.Row> rows;
    do {
      rows = messages.after(seen.getFirst().end().position(), merchants, known.keySet());
      rows.forEach(row -> known.put(row.message().id(), row.place()));
      found.addAll(rows);
    } while (rows.size() == NewMessages.LIMIT);
    settle(now);
    return found;
  }

  /** Forgets what can't change any more: all up to the latest end that is settled. */
  private void settle(Seen now) {
    seen.add(now);
    while (seen.size() > 1 && second().isSettledBy(now)) {
      seen.removeFirst();
    }
    NewMessages.Position settled = seen.getFirst().end().position();
    known.values().removeIf(place -> place.isWithin(settled));
  }

  private Seen second() {
    return seen.stream().skip(1).findFirst().orElseThrow();
  }
}
