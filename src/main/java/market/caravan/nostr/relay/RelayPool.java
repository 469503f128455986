package market.caravan.nostr.relay;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import market.caravan.PermanentException;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;

/** The relays that we read from and publish to, each with connections of its own. */
public final class RelayPool implements AutoCloseable {

  private final RelaySettings settings;
  private final Clock clock;
  private final RelayListener listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final ScheduledThreadPoolExecutor timer;
  private final Publishers publishers;
  private final List<Intake> intakes = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<URI> relays = List.of();

  public RelayPool(RelaySettings settings, Clock clock, RelayListener listener) {
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.http =
        HttpClient.newBuilder().executor(threads).connectTimeout(settings.connectTimeout()).build();
    this.timer = timer();
    this.publishers = new Publishers(http, settings, clock, timer, listener);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("relay-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /**
   * Connects to these relays, and stays connected until {@link #close}; returns at once.
   *
   * @throws market.caravan.PermanentException if one of them is no address of a relay
   */
  public void start(List<URI> relays) {
    lock.lock();
    try {
      this.relays = relays.stream().map(RelayUrl::of).distinct().toList();
      publishers.keep(this.relays);
      intakes.forEach(intake -> intake.follow(this.relays));
    } finally {
      lock.unlock();
    }
  }

  /** The relays of {@link #start}; empty before it. */
  public List<URI> relays() {
    return relays;
  }

  /**
   * Reads events of these kinds from all relays, those of a later {@link #start} too.
   *
   * @throws PermanentException {@code kind-already-read} if a running intake reads one of them: the
   *     two would move each other's cursors
   */
  public Intake read(
      Set<Integer> kinds, IntakeSettings settings, IntakeJournal journal, IntakeHandler handler) {
    return begin(kinds, false, settings, journal, handler);
  }

  /**
   * The same, of what the accounts themselves have published only: what others say of them is not
   * asked for.
   */
  public Intake readOwn(
      Set<Integer> kinds, IntakeSettings settings, IntakeJournal journal, IntakeHandler handler) {
    return begin(kinds, true, settings, journal, handler);
  }

  /**
   * Reads what the relays have of these kinds, of one account, from where the journal says now;
   * returns before it is read.
   */
  public void readAnew(Pubkey account, Set<Integer> kinds) {
    intakes.stream()
        .filter(intake -> intake.reads(kinds))
        .forEach(intake -> intake.readAnew(account));
  }

  private void requireUnread(Set<Integer> kinds) {
    if (intakes.stream().anyMatch(intake -> intake.reads(kinds))) {
      throw new PermanentException(
          "kind-already-read",
          "Events of a kind among %s are read already: send them on from the route that reads them"
              .formatted(kinds));
    }
  }

  private Intake begin(
      Set<Integer> kinds,
      boolean own,
      IntakeSettings settings,
      IntakeJournal journal,
      IntakeHandler handler) {
    lock.lock();
    try {
      requireUnread(kinds);
      return start(kinds, own, settings, journal, handler);
    } finally {
      lock.unlock();
    }
  }

  private Intake start(
      Set<Integer> kinds,
      boolean own,
      IntakeSettings settings,
      IntakeJournal journal,
      IntakeHandler handler) {
    Connector connector =
        (url, connected) -> new RelayConnection(url, http, this.settings, clock, connected);
    Intake intake =
        new Intake(
            kinds,
            own,
            new Reading(settings, journal, handler, clock, listener),
            connector,
            publishers::statistics,
            intakes::remove);
    intakes.add(intake);
    intake.start(relays);
    return intake;
  }

  /**
   * Publishes the event to these relays, of the pool or not, without blocking. The future never
   * fails; it has an outcome for each relay, at the latest after the OK timeout, and a grace after
   * the first of them has accepted.
   */
  public CompletableFuture<Map<URI, PublishOutcome>> publish(Event event, Collection<URI> relays) {
    Map<URI, PendingEvent> events = new LinkedHashMap<>();
    relays.forEach(relay -> events.computeIfAbsent(relay, url -> publishers.publish(event, url)));
    return new Publication(events, settings.firstOkGrace(), timer).outcomes(threads);
  }

  /**
   * The newest genuine event that the pool's relays have stored of this filter; empty where those
   * that answer have none. Each is asked over a connection of its own.
   *
   * @param patience how long they are waited for
   * @throws market.caravan.TransientException if none of them answers in time
   */
  public Optional<Event> newest(Filter filter, Duration patience) {
    return ask(filter, 1, patience).values().stream().max(Comparator.comparing(Event::createdAt));
  }

  /**
   * The newest genuine event of this kind of each author, where the relays that answer have one.
   * Each relay is asked once for all of them.
   *
   * @param patience how long they are waited for
   * @throws market.caravan.TransientException if none of them answers in time
   */
  public Map<Pubkey, Event> newest(int kind, Collection<Pubkey> authors, Duration patience) {
    return ask(Filter.any().authors(authors).kinds(kind), authors.size(), patience);
  }

  private Map<Pubkey, Event> ask(Filter filter, int wanted, Duration patience) {
    return StoredNewest.ask(
        filter,
        wanted,
        relays,
        (url, asking) -> new RelayConnection(url, http, settings, clock, asking),
        patience);
  }

  /** How each relay of the pool is doing, in the order of {@link #start}. */
  public List<RelayStatus> status() {
    Instant now = clock.instant();
    return relays.stream()
        .map(
            url ->
                new StatusReport(
                        url,
                        publishers.statistics(url),
                        publishers.connection(url),
                        intakes.stream().flatMap(intake -> intake.reader(url)).toList())
                    .status(now))
        .toList();
  }

  /** Opens the connections that are not open, without waiting for any back-off. */
  public void reconnectFailing() {
    publishers.reconnectFailing();
    intakes.forEach(Intake::reconnectFailing);
  }

  @Override
  public void close() {
    intakes.forEach(Intake::close);
    publishers.close();
    timer.shutdownNow();
    http.shutdownNow();
  }
}
