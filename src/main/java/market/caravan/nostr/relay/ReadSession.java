package market.caravan.nostr.relay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.RelayMessage;

/** The subscriptions of one connection, from its opening to its end. */
final class ReadSession {

  private final Socket socket;
  private final Consumer<String> notices;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean over;

  /**
   * @param notices takes what the relay says for people
   */
  ReadSession(Socket socket, Consumer<String> notices) {
    this.socket = socket;
    this.notices = notices;
  }

  Subscription subscribe(Filter filter, Screening screening, Consumer<Event> next) {
    String id = "caravan-" + lastId.incrementAndGet();
    Subscription subscription = new Subscription(id, screening, next);
    subscriptions.put(id, subscription);
    if (over) {
      subscription.end("the connection has ended");
    }
    socket.send(Outgoing.of(new ClientMessage.Req(id, List.of(filter)).write()));
    return subscription;
  }

  void unsubscribe(Subscription subscription) {
    if (subscriptions.remove(subscription.id()) != null && !subscription.ended().isDone()) {
      socket.send(Outgoing.of(new ClientMessage.Close(subscription.id()).write()));
    }
  }

  /**
   * Takes a message from the socket; may block.
   *
   * @param frameChars its length
   */
  void received(RelayMessage message, int frameChars) {
    switch (message) {
      case RelayMessage.EventMessage event -> {
        Subscription subscription = subscriptions.get(event.subscription());
        if (subscription != null) {
          subscription.event(event.event(), frameChars);
        }
      }
      case RelayMessage.Eose eose -> {
        Subscription subscription = subscriptions.get(eose.subscription());
        if (subscription != null) {
          subscription.endOfStored();
        }
      }
      case RelayMessage.Closed closed -> {
        Subscription subscription = subscriptions.remove(closed.subscription());
        if (subscription != null) {
          subscription.end(closed.message());
        }
      }
      case RelayMessage.Ok ok -> {}
      case RelayMessage.Notice notice -> notices.accept("notice: " + notice.message());
      case RelayMessage.Auth auth -> {}
    }
  }

  /** A message was skipped, nobody knows for which subscription. */
  void oversized() {
    subscriptions.values().forEach(Subscription::oversized);
  }

  /** Whether a message is being handed on, so that none is listened for. */
  boolean isDeaf() {
    return socket.isHandingOn();
  }

  boolean isOver() {
    return over;
  }

  void end(String reason) {
    over = true;
    subscriptions.values().forEach(subscription -> subscription.end(reason));
  }
}
