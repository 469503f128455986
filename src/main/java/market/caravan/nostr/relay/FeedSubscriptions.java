package market.caravan.nostr.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import market.caravan.nostr.Filter;
import org.jspecify.annotations.Nullable;

/** What is asked of a relay for one feed over one connection. */
final class FeedSubscriptions implements AutoCloseable {

  private static final int MAX_REFUSALS = 5;

  private final Feed feed;
  private final ReadSession session;
  private final Reading reading;
  private final FeedProgress progress;
  private final Screening screening;
  private final Map<Feed.Direction, Subscription> live = new EnumMap<>(Feed.Direction.class);

  FeedSubscriptions(Feed feed, ReadSession session, Reading reading, FeedProgress progress) {
    this.feed = feed;
    this.session = session;
    this.reading = reading;
    this.progress = progress;
    this.screening =
        new Screening(
            feed,
            reading.settings().maxContentChars(),
            reading.settings().maxFrameChars(),
            outcome -> reading.count(feed.relay(), outcome));
  }

  /** Opens the subscriptions that stay, so that nothing new is missed while the old is read. */
  void open(@Nullable Instant since) {
    for (Feed.Direction direction : feed.directions()) {
      live.put(direction, subscribe(direction, since, null, reading.settings().pageSize()));
    }
  }

  /** Reads all that is stored; returns false where the relay did not say that it was all. */
  boolean readStored(@Nullable Instant since)
      throws SubscriptionEndedException, InterruptedException {
    boolean everything = true;
    for (Map.Entry<Feed.Direction, Subscription> entry : live.entrySet()) {
      Optional<Page> newest = await(entry.getValue(), everything);
      everything &= newest.isPresent() && stored(entry.getKey(), since).readBackFrom(newest.get());
    }
    return everything;
  }

  /** Reads again what was stored since then, whether it is known or not. */
  void sweep(Instant since) throws SubscriptionEndedException, InterruptedException {
    for (Feed.Direction direction : feed.directions()) {
      Optional<Page> newest = ask(direction, since, null, reading.settings().pageSize());
      if (newest.isPresent()) {
        boolean unused = stored(direction, since).readBackFrom(newest.get());
      }
    }
  }

  /** Returns after that time, unless a live subscription ends before. */
  void stay(Duration time) throws SubscriptionEndedException, InterruptedException {
    CompletableFuture<?>[] ends =
        live.values().stream().map(Subscription::ended).toArray(CompletableFuture<?>[]::new);
    try {
      Object reason = CompletableFuture.anyOf(ends).get(time.toNanos(), TimeUnit.NANOSECONDS);
      throw new SubscriptionEndedException(String.valueOf(reason));
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A subscription's end is never exceptional", e);
    }
  }

  private StoredEvents stored(Feed.Direction direction, @Nullable Instant since) {
    IntakeSettings settings = reading.settings();
    return new StoredEvents(
        (until, limit) -> ask(direction, since, until, limit),
        since,
        settings.pageSize(),
        settings.maxPages());
  }

  private Optional<Page> ask(
      Feed.Direction direction, @Nullable Instant since, @Nullable Instant until, int limit)
      throws SubscriptionEndedException, InterruptedException {
    Backoff backoff = reading.backoff();
    for (int refusals = 0; ; refusals++) {
      Subscription page = subscribe(direction, since, until, limit);
      try {
        return await(page, true);
      } catch (SubscriptionEndedException e) {
        if (session.isOver() || refusals == MAX_REFUSALS) {
          throw e;
        }
        stay(backoff.next());
      } finally {
        session.unsubscribe(page);
      }
    }
  }

  /** A relay that did not end one answer is not given time for another. */
  private Optional<Page> await(Subscription subscription, boolean patiently)
      throws SubscriptionEndedException, InterruptedException {
    Duration silence = patiently ? reading.settings().silence() : Duration.ZERO;
    return subscription.awaitStored(silence, session::isDeaf);
  }

  private Subscription subscribe(
      Feed.Direction direction, @Nullable Instant since, @Nullable Instant until, int limit) {
    Filter filter = feed.filter(direction).since(since).until(until).limit(limit);
    return session.subscribe(filter, screening, event -> reading.handOn(feed, progress, event));
  }

  @Override
  public void close() {
    live.values().forEach(session::unsubscribe);
  }
}
