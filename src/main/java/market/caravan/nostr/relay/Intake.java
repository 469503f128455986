package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.nostr.Pubkey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running reading of the pool's relays. */
public final class Intake implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final Duration SAVING = Duration.ofSeconds(2);

  private final Set<Integer> kinds;
  private final boolean own;
  private final Reading reading;
  private final Connector connector;
  private final Function<URI, RelayStatistics> statistics;
  private final Consumer<Intake> onClose;
  private final Map<URI, RelayReader> readers = new ConcurrentHashMap<>();
  private final Repeating refreshing;
  private final Repeating saving;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  Intake(
      Set<Integer> kinds,
      boolean own,
      Reading reading,
      Connector connector,
      Function<URI, RelayStatistics> statistics,
      Consumer<Intake> onClose) {
    this.kinds = Set.copyOf(kinds);
    this.own = own;
    this.reading = reading;
    this.connector = connector;
    this.statistics = statistics;
    this.onClose = onClose;
    IntakeSettings settings = reading.settings();
    this.refreshing =
        new Repeating("Looking at the accounts", this::readAccounts, settings.refreshInterval());
    this.saving = new Repeating("Saving cursors", this::saveCursors, settings.saveInterval());
  }

  /** Whether it reads one of these kinds. */
  boolean reads(Set<Integer> others) {
    return !Collections.disjoint(kinds, others);
  }

  void start(List<URI> relays) {
    follow(relays);
    refreshing.start();
    saving.start();
  }

  /** Reads these relays from now on, and no others. */
  void follow(List<URI> relays) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (URI relay : relays) {
        readers.computeIfAbsent(relay, this::connect);
      }
      RelayReader.stop(
          readers.keySet().stream()
              .filter(relay -> !relays.contains(relay))
              .map(readers::remove)
              .filter(Objects::nonNull)
              .toList());
    } finally {
      lock.unlock();
    }
    refreshing.now();
  }

  private RelayReader connect(URI relay) {
    RelayReader reader = new RelayReader(relay, reading, connector, statistics.apply(relay));
    reader.connection().start();
    return reader;
  }

  private void readAccounts() {
    Set<Pubkey> accounts = reading.journal().accounts();
    lock.lock();
    try {
      if (!closed) {
        readers.forEach((relay, reader) -> reader.read(feeds(relay, accounts)));
      }
    } finally {
      lock.unlock();
    }
  }

  private Set<Feed> feeds(URI relay, Set<Pubkey> accounts) {
    return accounts.stream()
        .flatMap(
            account ->
                own ? Stream.of(Feed.ownOf(account, relay, kinds)) : conversations(account, relay))
        .collect(Collectors.toSet());
  }

  private Stream<Feed> conversations(Pubkey account, URI relay) {
    return kinds.stream().map(kind -> Feed.of(account, relay, kind));
  }

  /** Begins anew what is read of this account, from where the journal says. */
  void readAnew(Pubkey account) {
    lock.lock();
    try {
      readers.values().forEach(reader -> reader.end(account));
    } finally {
      lock.unlock();
    }
    refreshing.now();
  }

  private void saveCursors() {
    readers.values().forEach(RelayReader::saveCursors);
  }

  /** What reads this relay; empty where nothing does. */
  Stream<RelayReader> reader(URI relay) {
    return Stream.ofNullable(readers.get(relay));
  }

  void reconnectFailing() {
    readers.values().forEach(reader -> reader.connection().reconnectFailing());
  }

  /** Takes nothing more from the relays' sockets; what was taken is still handled. */
  public void pause() {
    reading.gate().shut();
  }

  public void resume() {
    reading.gate().open();
  }

  /** Looks at the journal's accounts now, rather than at the next interval. */
  public void refresh() {
    refreshing.now();
  }

  /** Messages that were taken from a socket and are not handled yet. */
  public int pending() {
    return reading.lanes().pending();
  }

  /** Ends the reading; what is not handled yet will be read again at the next start. */
  @Override
  public void close() {
    if (!stopReaders()) {
      return;
    }
    onClose.accept(this);
    refreshing.close();
    saving.close();
    try {
      if (!reading.lanes().close(CLOSING)) {
        LOG.warn("Messages were still being handled when intake was closed");
      }
      if (!Thread.ofVirtual().start(this::saveLastCursors).join(SAVING)) {
        LOG.warn("The cursors were not saved in time: some messages will be read twice");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reading.gate().open();
  }

  /** Returns false where somebody else did it already. */
  private boolean stopReaders() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      RelayReader.stop(readers.values());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void saveLastCursors() {
    try {
      saveCursors();
    } catch (RuntimeException e) {
      LOG.warn("The cursors could not be saved: some messages will be read twice", e);
    }
  }
}
