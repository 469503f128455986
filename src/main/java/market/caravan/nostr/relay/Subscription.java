package market.caravan.nostr.relay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.UnreadEvent;

/**
 * One question to a relay. Relays send stored events newest first: they are collected until the
 * relay says that these were all, and handed on oldest first; what comes later is handed on at
 * once.
 */
final class Subscription {

  private static final int MAX_COLLECTED_BYTES = 4_000_000;
  private static final int MAX_COLLECTED = 1_000;
  private static final int MAX_SEEN = 10_000;
  private static final int LOOKS = 10;

  private final String id;
  private final Screening screening;
  private final Consumer<Event> next;
  private final ReentrantLock lock = new ReentrantLock();
  private final CompletableFuture<Page> stored = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private List<Event> collected = new ArrayList<>();
  private int collectedBytes;
  private int oversized;
  private boolean live;
  private final Deque<Page.Sighting> seen = new ArrayDeque<>();

  Subscription(String id, Screening screening, Consumer<Event> next) {
    this.id = id;
    this.screening = screening;
    this.next = next;
  }

  String id() {
    return id;
  }

  /**
   * Takes an event from the socket; may block.
   *
   * @param frameChars the length of the message that it came in
   */
  void event(UnreadEvent unread, int frameChars) {
    Optional<Event> event = screening.admit(unread, frameChars);
    collect(unread, event).forEach(next);
  }

  /** A message was skipped that may have been one of the stored events. */
  void oversized() {
    lock.lock();
    try {
      oversized++;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is to be handed on now. */
  private List<Event> collect(UnreadEvent unread, Optional<Event> event) {
    lock.lock();
    try {
      if (live) {
        return event.stream().toList();
      }
      see(unread);
      event.ifPresent(this::collect);
      boolean full = collected.size() >= MAX_COLLECTED || collectedBytes >= MAX_COLLECTED_BYTES;
      return full ? collected() : List.of();
    } finally {
      lock.unlock();
    }
  }

  private void see(UnreadEvent unread) {
    JsonNode createdAt = unread.json().path("created_at");
    Optional<EventId> id = unread.claimedId();
    if (id.isPresent() && createdAt.canConvertToLong() && createdAt.longValue() >= 0) {
      Instant at = Instant.ofEpochSecond(Math.min(createdAt.longValue(), 1L << 40));
      seen.add(new Page.Sighting(id.get(), at));
      if (seen.size() > MAX_SEEN) {
        seen.removeFirst(); // the newest: only how far the page goes back is asked of it
      }
    }
  }

  private void collect(Event event) {
    collected.add(event);
    collectedBytes += Weight.of(event);
  }

  private List<Event> collected() {
    List<Event> events = collected;
    collected = new ArrayList<>();
    collectedBytes = 0;
    events.sort(Comparator.comparing(Event::createdAt));
    return events;
  }

  /** All stored events have come, or are not awaited any longer; may block. */
  void endOfStored() {
    List<Event> rest;
    Page all;
    lock.lock();
    try {
      live = true;
      rest = collected();
      all = new Page(List.copyOf(seen), oversized);
      seen.clear();
    } finally {
      lock.unlock();
    }
    rest.forEach(next);
    stored.complete(all);
  }

  /** Called when the relay has closed the subscription, or the connection has ended. */
  void end(String reason) {
    ended.complete(reason);
    stored.completeExceptionally(new SubscriptionEndedException(reason));
  }

  /** Completes with the reason when the subscription has ended. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /**
   * Waits for the end of the stored events; empty where the relay doesn't say it in time, whatever
   * else it sends. Time in which we did not listen, because we had enough to do, is not counted.
   */
  Optional<Page> awaitStored(Duration patience, BooleanSupplier deaf)
      throws SubscriptionEndedException, InterruptedException {
    int looks = 0;
    while (looks < LOOKS) {
      try {
        return Optional.of(stored.get(patience.toNanos() / LOOKS, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        looks += deaf.getAsBoolean() ? 0 : 1;
      } catch (ExecutionException e) {
        throw new SubscriptionEndedException(ended.getNow("ended"));
      }
    }
    endOfStored();
    return Optional.empty();
  }
}
