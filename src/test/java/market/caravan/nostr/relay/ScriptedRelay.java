package market.caravan.nostr.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.UnreadEvent;
import org.java_websocket.WebSocket;
import org.java_websocket.enums.Opcode;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * A relay on a real socket, which does what NIP-01 says until a test replaces one of its manners
 * with a bad one.
 */
public final class ScriptedRelay implements AutoCloseable {

  /** How the relay reacts to one kind of message. */
  @FunctionalInterface
  public interface Manner<M> {
    void react(WebSocket client, M message);
  }

  public final List<Event> stored = new CopyOnWriteArrayList<>();
  public final List<ClientMessage.Req> asked = new CopyOnWriteArrayList<>();
  public final List<String> paths = new CopyOnWriteArrayList<>();
  public final List<Event> offered = new CopyOnWriteArrayList<>();
  public volatile Manner<ClientMessage.EventMessage> onEvent = this::accept;
  public volatile Manner<ClientMessage.Req> onReq = this::answer;
  public volatile int maxLimit = 500;

  private final Map<WebSocket, Map<String, Filter>> live = new ConcurrentHashMap<>();
  private final Server server;

  public ScriptedRelay() {
    this(0);
  }

  public ScriptedRelay(int port) {
    server = new Server(port);
    server.setReuseAddr(true);
    server.setTcpNoDelay(true);
    server.start();
    try {
      if (!server.started.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The relay does not listen");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public URI url() {
    return URI.create("ws://127.0.0.1:" + server.getPort());
  }

  public int port() {
    return server.getPort();
  }

  public int connections() {
    return live.size();
  }

  /** Stores an event and sends it to whoever asked for it. */
  public void bring(Event event) {
    stored.add(event);
    broadcast(event);
  }

  public void broadcast(Event event) {
    live.forEach(
        (client, filters) ->
            filters.forEach(
                (subscription, filter) -> {
                  if (filter.matches(event)) {
                    send(client, subscription, event);
                  }
                }));
  }

  /** Sends text to every client that has subscribed to something, whatever it is. */
  public void say(String text) {
    live.forEach(
        (client, filters) -> {
          if (!filters.isEmpty()) {
            client.send(text);
          }
        });
  }

  /** Sends the first half of a message to every client, and hangs up. */
  public void cutOff(Event event) {
    live.forEach(
        (client, filters) -> {
          String subscription = filters.keySet().stream().findFirst().orElse("none");
          String text = new RelayMessage.EventMessage(subscription, UnreadEvent.of(event)).write();
          byte[] half = text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8);
          client.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap(half), false);
          client.closeConnection(1006, "cut off");
        });
  }

  public void hangUp() {
    live.keySet().forEach(client -> client.closeConnection(1006, "hung up"));
  }

  public void accept(WebSocket client, ClientMessage.EventMessage message) {
    Event event = message.event().read();
    offered.add(event);
    boolean duplicate = stored.stream().anyMatch(event::equals);
    if (!duplicate) {
      bring(event);
    }
    ok(client, event, true, duplicate ? "duplicate: have it" : "");
  }

  public static void ok(WebSocket client, Event event, boolean accepted, String message) {
    client.send(new RelayMessage.Ok(event.id(), accepted, message).write());
  }

  public void answer(WebSocket client, ClientMessage.Req req) {
    listen(client, req);
    Filter filter = req.filters().getFirst();
    page(filter).forEach(event -> send(client, req.subscription(), event));
    client.send(new RelayMessage.Eose(req.subscription()).write());
  }

  /** Opens a subscription for what is new, and sends nothing of what is stored. */
  public void listen(WebSocket client, ClientMessage.Req req) {
    filters(client).put(req.subscription(), req.filters().getFirst());
  }

  /** What NIP-01 wants: the newest first, of one second the lowest id first, limited. */
  public List<Event> page(Filter filter) {
    int limit = Objects.requireNonNullElse(filter.limit(), maxLimit);
    return stored.stream()
        .filter(filter::matches)
        .sorted(
            Comparator.comparing(Event::createdAt)
                .reversed()
                .thenComparing(event -> event.id().hex()))
        .limit(Math.min(limit, maxLimit))
        .toList();
  }

  public static void send(WebSocket client, String subscription, Event event) {
    client.send(new RelayMessage.EventMessage(subscription, UnreadEvent.of(event)).write());
  }

  private Map<String, Filter> filters(WebSocket client) {
    return live.computeIfAbsent(client, any -> new ConcurrentHashMap<>());
  }

  /** The subscriptions that are open, of all clients. */
  public List<Filter> subscriptions() {
    List<Filter> open = new ArrayList<>();
    live.values().forEach(filters -> open.addAll(filters.values()));
    return open;
  }

  public Stream<Filter> asked() {
    return asked.stream().map(req -> req.filters().getFirst());
  }

  @Override
  public void close() {
    try {
      server.stop(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Server extends WebSocketServer {

    private final CountDownLatch started = new CountDownLatch(1);

    Server(int port) {
      super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      // A ping that finds the JDK's client with a full send buffer ends its connection.
      setConnectionLostTimeout(0);
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onOpen(WebSocket client, ClientHandshake handshake) {
      paths.add(handshake.getResourceDescriptor());
      filters(client).clear();
    }

    @Override
    public void onMessage(WebSocket client, String text) {
      switch (ClientMessage.parse(text)) {
        case ClientMessage.EventMessage event -> onEvent.react(client, event);
        case ClientMessage.Req req -> {
          asked.add(req);
          onReq.react(client, req);
        }
        case ClientMessage.Close close -> filters(client).remove(close.subscription());
        case ClientMessage.UnreadableReq req -> throw new IllegalStateException(req.reason());
        case ClientMessage.Auth auth -> throw new IllegalStateException("Nobody asked for AUTH");
      }
    }

    @Override
    public void onClose(WebSocket client, int code, String reason, boolean remote) {
      live.remove(client);
    }

    @Override
    public void onError(WebSocket client, Exception error) {
      if (!(error instanceof IOException)) {
        throw new IllegalStateException(error);
      }
    }
  }
}
