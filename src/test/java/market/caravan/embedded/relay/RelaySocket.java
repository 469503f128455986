package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.RelayMessage;
import org.jspecify.annotations.Nullable;

/** A client's bare socket to a relay: what the relay says waits here until a test asks for it. */
final class RelaySocket implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<RelayMessage> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder frame = new StringBuilder();
  private final WebSocket socket;

  private RelaySocket(URI relay, boolean reading) {
    this.socket = HTTP.newWebSocketBuilder().buildAsync(relay, listener(reading)).join();
  }

  static RelaySocket open(URI relay) {
    return new RelaySocket(relay, true);
  }

  /** A client that never takes anything. */
  static RelaySocket openDeaf(URI relay) {
    return new RelaySocket(relay, false);
  }

  private WebSocket.Listener listener(boolean reading) {
    return reading ? this : new Deaf();
  }

  /** Sends a frame as it stands. */
  void say(CharSequence text) {
    socket.sendText(text, true).join();
  }

  void say(ClientMessage message) {
    say(message.write());
  }

  /** The socket itself, for what no decent client does. */
  WebSocket socket() {
    return socket;
  }

  /** Publishes an event and waits for the relay's word. */
  RelayMessage.Ok publish(Event event) throws InterruptedException {
    say(new ClientMessage.EventMessage(event));
    RelayMessage.Ok ok = next(RelayMessage.Ok.class);
    assertThat(ok.id()).isEqualTo(event.id());
    return ok;
  }

  /** Opens a subscription and returns the stored events, in the order in which they come. */
  List<Event> subscribe(String subscription, Filter... filters) throws InterruptedException {
    say(new ClientMessage.Req(subscription, List.of(filters)));
    List<Event> stored = new ArrayList<>();
    RelayMessage message = next();
    while (message instanceof RelayMessage.EventMessage found) {
      assertThat(found.subscription()).isEqualTo(subscription);
      stored.add(found.event().read());
      message = next();
    }
    assertThat(message).isEqualTo(new RelayMessage.Eose(subscription));
    return stored;
  }

  /** Asks for stored events only. */
  List<Event> stored(Filter... filters) throws InterruptedException {
    List<Event> stored = subscribe("once", filters);
    say(new ClientMessage.Close("once"));
    return stored;
  }

  RelayMessage next() throws InterruptedException {
    RelayMessage message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("what the relay says").isNotNull();
    return message;
  }

  /** As {@link #next()}, for a thread that nobody interrupts. */
  RelayMessage nextUnchecked() {
    try {
      return next();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  <M extends RelayMessage> M next(Class<M> type) throws InterruptedException {
    RelayMessage message = next();
    assertThat(message).isInstanceOf(type);
    return type.cast(message);
  }

  /** The next live event. */
  Event nextEvent() throws InterruptedException {
    return next(RelayMessage.EventMessage.class).event().read();
  }

  /** Whether the relay has said nothing but what was asked for. */
  boolean isQuiet() throws InterruptedException {
    say(new ClientMessage.Req("quiet?", List.of(Filter.any().limit(0))));
    RelayMessage answer = next();
    say(new ClientMessage.Close("quiet?"));
    return answer.equals(new RelayMessage.Eose("quiet?"));
  }

  /** The status with which the relay closes the connection. */
  int closeStatus() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
    frame.append(part);
    if (last) {
      messages.add(RelayMessage.parse(frame.toString()));
      frame.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Deaf implements WebSocket.Listener {

    @Override
    public void onOpen(WebSocket webSocket) {
      // Asks for nothing, so nothing is read.
    }
  }
}
