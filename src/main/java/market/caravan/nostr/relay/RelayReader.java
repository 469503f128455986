package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import market.caravan.PermanentException;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.RelayMessage;
import org.jspecify.annotations.Nullable;

/** Reads one relay: a connection of its own, and a feed for each account and kind. */
final class RelayReader implements RelayConnection.Listener {

  private final URI url;
  private final Reading reading;
  private final RelayStatistics statistics;
  private final RelayConnection connection;
  private final Map<Feed, FeedReader> feeds = new ConcurrentHashMap<>();
  private volatile CompletableFuture<ReadSession> session = new CompletableFuture<>();

  RelayReader(URI url, Reading reading, Connector connector, RelayStatistics statistics) {
    this.url = url;
    this.reading = reading;
    this.statistics = statistics;
    this.connection = connector.connect(url, this);
  }

  RelayConnection connection() {
    return connection;
  }

  RelayStatistics statistics() {
    return statistics;
  }

  /** A feed was read to its end: what the relay complained of may be over. */
  void noteProgress() {
    if (isCaughtUp()) {
      statistics.fine();
    }
  }

  /** Begins to read the feeds that are new, and ends those that are not among these. */
  void read(Set<Feed> wanted) {
    for (Feed feed : wanted) {
      feeds.computeIfAbsent(feed, this::begin);
    }
    List<FeedReader> unwanted =
        feeds.keySet().stream()
            .filter(feed -> !wanted.contains(feed))
            .map(feeds::remove)
            .filter(Objects::nonNull)
            .toList();
    FeedReader.stop(unwanted);
  }

  /** Ends what is read of this account, until {@link #read} begins it anew. */
  void end(Pubkey account) {
    FeedReader.stop(
        feeds.keySet().stream()
            .filter(feed -> feed.account().equals(account))
            .map(feeds::remove)
            .filter(Objects::nonNull)
            .toList());
  }

  private FeedReader begin(Feed feed) {
    FeedReader reader = new FeedReader(feed, this, reading);
    reader.start();
    return reader;
  }

  /** The session of the open connection, awaited for this long. */
  ReadSession session(Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    return session.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether every feed is known to be read to its end. */
  boolean isCaughtUp() {
    return feeds.values().stream().allMatch(FeedReader::isComplete);
  }

  /** When it was last caught up with every feed; null where with one it never was. */
  @Nullable Instant caughtUpUntil() {
    Collection<FeedReader> readers = feeds.values();
    Instant earliest = Instant.MAX;
    for (FeedReader reader : readers) {
      Instant until = reader.caughtUpUntil();
      if (until == null) {
        return null;
      }
      earliest = until.isBefore(earliest) ? until : earliest;
    }
    return readers.isEmpty() ? null : earliest;
  }

  @Override
  public void opened(Socket socket) {
    session.complete(new ReadSession(socket, statistics::complaint));
  }

  @Override
  public void received(String message) {
    statistics.received();
    ReadSession open = session.getNow(null);
    try {
      RelayMessage parsed = RelayMessage.parse(message);
      if (open != null) {
        open.received(parsed, message.length());
      }
    } catch (PermanentException e) {
      reading.count(url, IntakeOutcome.MALFORMED);
    }
  }

  @Override
  public void oversized() {
    statistics.received();
    reading.count(url, IntakeOutcome.OVERSIZED);
    ReadSession open = session.getNow(null);
    if (open != null) {
      open.oversized();
    }
  }

  @Override
  public void ended(String reason) {
    ReadSession over = session.getNow(null);
    if (over != null) {
      session = new CompletableFuture<>();
      over.end(reason);
    }
  }

  void saveCursors() {
    feeds.values().forEach(FeedReader::saveCursor);
  }

  /** Ends these: their feeds first, all at once, then their connections. */
  static void stop(Collection<RelayReader> relays) {
    FeedReader.stop(relays.stream().flatMap(relay -> relay.feeds.values().stream()).toList());
    relays.forEach(relay -> relay.connection.close());
  }
}
