package market.caravan.nostr.relay;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import market.caravan.PermanentException;
import market.caravan.nostr.Event;
import org.jspecify.annotations.Nullable;

/** A publisher for each relay: those of the pool for good, others while they are used. */
final class Publishers implements AutoCloseable {

  private final HttpClient http;
  private final RelaySettings settings;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final RelayListener listener;
  private final Map<URI, Publisher> open = new ConcurrentHashMap<>();
  private final Map<URI, RelayStatistics> statistics = new ConcurrentHashMap<>();
  private volatile Set<URI> kept = Set.of();
  private volatile boolean closed;

  Publishers(
      HttpClient http,
      RelaySettings settings,
      Clock clock,
      ScheduledExecutorService timer,
      RelayListener listener) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    this.timer = timer;
    this.listener = listener;
    long interval = settings.idleTimeout().toMillis();
    var unused =
        timer.scheduleWithFixedDelay(this::closeIdle, interval, interval, TimeUnit.MILLISECONDS);
  }

  /** Connects to these, and closes none of them for being idle. */
  void keep(Collection<URI> relays) {
    kept = Set.copyOf(relays);
    relays.forEach(this::publisher);
  }

  RelayStatistics statistics(URI relay) {
    return statistics.computeIfAbsent(relay, RelayStatistics::new);
  }

  @Nullable RelayConnection connection(URI relay) {
    Publisher publisher = open.get(relay);
    return publisher == null ? null : publisher.connection();
  }

  PendingEvent publish(Event event, URI relay) {
    if (closed) {
      return PendingEvent.notSent("we are stopping");
    }
    try {
      return publisher(RelayUrl.of(relay)).publish(event);
    } catch (PermanentException e) {
      return PendingEvent.notSent(String.valueOf(e.getMessage()));
    }
  }

  private Publisher publisher(URI relay) {
    return open.computeIfAbsent(relay, this::connect);
  }

  private Publisher connect(URI relay) {
    Publisher publisher =
        new Publisher(relay, http, settings, clock, timer, statistics(relay), listener);
    publisher.connection().start();
    return publisher;
  }

  private void closeIdle() {
    for (Map.Entry<URI, Publisher> entry : open.entrySet()) {
      if (!kept.contains(entry.getKey())) {
        open.computeIfPresent(entry.getKey(), this::keepUnlessIdle);
      }
    }
  }

  private @Nullable Publisher keepUnlessIdle(URI relay, Publisher publisher) {
    if (!publisher.isIdleFor(settings.idleTimeout().toNanos())) {
      return publisher;
    }
    publisher.close();
    statistics.remove(relay);
    return null;
  }

  void reconnectFailing() {
    open.values().forEach(publisher -> publisher.connection().reconnectFailing());
  }

  @Override
  public void close() {
    closed = true;
    open.values().forEach(Publisher::close);
  }
}
