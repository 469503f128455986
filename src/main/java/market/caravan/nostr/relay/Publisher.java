package market.caravan.nostr.relay;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import market.caravan.PermanentException;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.RelayMessage;

/**
 * Publishes events to one relay and awaits its OK, over a connection of its own: an OK must not
 * wait behind thousands of stored events, nor behind our own database.
 */
final class Publisher implements RelayConnection.Listener, AutoCloseable {

  private final URI url;
  private final RelaySettings settings;
  private final ScheduledExecutorService timer;
  private final RelayStatistics statistics;
  private final RelayListener listener;
  private final RelayConnection connection;
  private final Map<EventId, PendingEvent> pending = new ConcurrentHashMap<>();
  private volatile long usedAt = System.nanoTime();

  Publisher(
      URI url,
      HttpClient http,
      RelaySettings settings,
      Clock clock,
      ScheduledExecutorService timer,
      RelayStatistics statistics,
      RelayListener listener) {
    this.url = url;
    this.settings = settings;
    this.timer = timer;
    this.statistics = statistics;
    this.listener = listener;
    this.connection = new RelayConnection(url, http, settings, clock, this);
  }

  RelayConnection connection() {
    return connection;
  }

  /** Whether nothing was published for that long. */
  boolean isIdleFor(long nanos) {
    return pending.isEmpty() && System.nanoTime() - usedAt > nanos;
  }

  /** An event that is on its way already is not sent a second time. */
  PendingEvent publish(Event event) {
    usedAt = System.nanoTime();
    if (pending.size() >= settings.maxUnanswered()) {
      return PendingEvent.notSent("too many events wait for an answer of this relay");
    }
    PendingEvent fresh =
        new PendingEvent(
            new ClientMessage.EventMessage(event).write(),
            outcome -> conclude(event.id(), outcome));
    PendingEvent standing = pending.putIfAbsent(event.id(), fresh);
    if (standing != null) {
      return standing;
    }
    expectAnswer(fresh);
    Socket socket = connection.socket();
    if (socket != null) {
      socket.send(fresh);
    } else if (!connection.isConnecting()) {
      fresh.giveUp("not connected: " + connection.lastError());
    }
    return fresh;
  }

  private void expectAnswer(PendingEvent event) {
    ScheduledFuture<?> timeout =
        timer.schedule(
            () -> event.giveUp("no OK within " + settings.okTimeout().toMillis() + " ms"),
            settings.okTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
    var unused = event.outcome().thenAccept(outcome -> timeout.cancel(false));
  }

  private void conclude(EventId id, PublishOutcome outcome) {
    pending.remove(id);
    switch (outcome.kind()) {
      case ACCEPTED -> statistics.published();
      case REFUSED -> statistics.refusal(outcome.reason());
      case UNANSWERED, NOT_SENT -> {}
    }
    listener.published(RelayUrl.shown(url), outcome);
  }

  @Override
  public void opened(Socket socket) {
    pending.values().forEach(socket::send);
  }

  @Override
  public void received(String message) {
    try {
      received(RelayMessage.parse(message));
    } catch (PermanentException e) {
      listener.received(RelayUrl.shown(url), IntakeOutcome.MALFORMED);
    }
  }

  private void received(RelayMessage message) {
    if (message instanceof RelayMessage.Ok ok) {
      PendingEvent answered = pending.get(ok.id());
      if (answered != null) {
        answered.answered(PublishOutcome.of(ok));
      }
    } else if (message instanceof RelayMessage.Notice notice) {
      statistics.refusal("notice: " + notice.message());
    }
  }

  @Override
  public void oversized() {
    listener.received(RelayUrl.shown(url), IntakeOutcome.OVERSIZED);
  }

  @Override
  public void ended(String reason) {
    pending.values().forEach(event -> event.giveUp(reason));
  }

  @Override
  public void close() {
    connection.close();
    ended("we are stopping");
  }
}
