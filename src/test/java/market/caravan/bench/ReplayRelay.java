package market.caravan.bench;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.UnreadEvent;
import market.caravan.nostr.relay.ScriptedRelay;
import org.java_websocket.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * A relay on a real socket that sends prepared orders and tells when their replies come. A
 * customer's replies come in the order of the orders, so that the n-th answers the n-th.
 */
final class ReplayRelay implements AutoCloseable {

  private final ScriptedRelay relay = new ScriptedRelay();
  private final Map<Pubkey, Queue<Sent>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile @Nullable Reader reader;

  /** An order that is on its way, and who wants to know how long it took. */
  private record Sent(long sentAt, LongConsumer latencyUs) {}

  private record Reader(WebSocket client, String subscription) {}

  ReplayRelay() {
    relay.onReq = this::subscribe;
    relay.onEvent = this::take;
  }

  URI url() {
    return relay.url();
  }

  private void subscribe(WebSocket client, ClientMessage.Req req) {
    relay.listen(client, req);
    if (req.filters().stream().anyMatch(ReplayRelay::asksForNewOrders)) {
      reader = new Reader(client, req.subscription());
    }
    client.send(new RelayMessage.Eose(req.subscription()).write());
  }

  private static boolean asksForNewOrders(Filter filter) {
    Set<Integer> kinds = filter.kinds();
    return kinds != null
        && kinds.contains(4)
        && filter.tags().containsKey("p")
        && filter.until() == null;
  }

  private void take(WebSocket client, ClientMessage.EventMessage message) {
    Event event = message.event().read();
    ScriptedRelay.ok(client, event, true, "");
    if (event.kind() == 4) {
      event.tag("p").map(Pubkey::new).ifPresent(this::answer);
    }
  }

  private void answer(Pubkey customer) {
    Queue<Sent> queue = waiting.getOrDefault(customer, new ArrayDeque<>());
    Sent sent;
    synchronized (queue) {
      sent = queue.poll();
    }
    if (sent != null) {
      sent.latencyUs().accept((System.nanoTime() - sent.sentAt()) / 1000);
      answered.incrementAndGet();
    }
  }

  /** Frames of these orders, as this relay sends them. */
  List<String> frames(List<Event> orders) {
    Reader to = reader();
    return orders.stream()
        .map(order -> new RelayMessage.EventMessage(to.subscription(), UnreadEvent.of(order)))
        .map(RelayMessage::write)
        .toList();
  }

  /** Sends one, and tells how long its reply took, in microseconds. */
  void send(Event order, String frame, LongConsumer latencyUs) {
    Queue<Sent> queue = waiting.computeIfAbsent(order.pubkey(), any -> new ArrayDeque<>());
    synchronized (queue) {
      queue.add(new Sent(System.nanoTime(), latencyUs));
    }
    reader().client().send(frame);
  }

  void forgetReader() {
    reader = null;
  }

  boolean isRead() {
    return reader != null;
  }

  int answered() {
    return answered.get();
  }

  private Reader reader() {
    Reader current = reader;
    if (current == null) {
      throw new IllegalStateException("Nobody has asked for the merchant's orders");
    }
    return current;
  }

  @Override
  public void close() {
    relay.close();
  }
}
