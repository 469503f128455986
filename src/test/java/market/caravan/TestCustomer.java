package market.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import org.awaitility.Awaitility;

/** A customer with a key of their own, at a relay's socket: what they send, and what they get. */
public final class TestCustomer implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KeyPair keys;
  private final Pubkey merchant;
  private final WebSocket socket;
  private final Collection<Event> received = new ConcurrentLinkedQueue<>();
  private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();
  private final Map<String, Collection<Event>> pages = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean broken;

  public TestCustomer(URI relay, Pubkey merchant) {
    this(relay, merchant, KeyPair.generate());
  }

  public TestCustomer(URI relay, Pubkey merchant, KeyPair keys) {
    this.keys = keys;
    this.merchant = merchant;
    this.socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(relay, new Frames())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    send("[\"REQ\",\"replies\",{\"kinds\":[4],\"#p\":[\"%s\"]}]".formatted(pubkey()));
  }

  public Pubkey pubkey() {
    return keys.pubkey();
  }

  /** Sends text to the merchant and waits for the relay's OK. */
  public Event say(String text) {
    return say(text, Instant.now());
  }

  public Event say(String text, Instant createdAt) {
    Event event = message(text, createdAt);
    publish(event);
    return event;
  }

  public Event message(String text, Instant createdAt) {
    String content = Nip04.encrypt(keys, merchant, text);
    return keys.sign(
        new EventTemplate(4, createdAt, List.of(List.of("p", merchant.hex())), content));
  }

  /** Publishes an event and returns the relay's answer: ["OK", id, accepted, message]. */
  public JsonNode publish(Event event) {
    return publishJson(event.id().hex(), EventJson.write(event));
  }

  public JsonNode publishJson(String id, String eventJson) {
    answers.remove(id);
    send("[\"EVENT\"," + eventJson + "]");
    Awaitility.await().atMost(PATIENCE).until(() -> answers.containsKey(id) || broken);
    return Optional.ofNullable(answers.get(id)).orElseThrow(TestCustomer::gone);
  }

  /** What the relay has stored that matches: all of one page, as it answers it. */
  public List<Event> stored(String filter) {
    String subscription = "stored-" + asked.incrementAndGet();
    pages.put(subscription, new ConcurrentLinkedQueue<>());
    send("[\"REQ\",\"%s\",%s]".formatted(subscription, filter));
    Awaitility.await().atMost(PATIENCE).until(() -> ended.contains(subscription) || broken);
    if (!ended.contains(subscription)) {
      throw gone();
    }
    send("[\"CLOSE\",\"%s\"]".formatted(subscription));
    return List.copyOf(pages.remove(subscription));
  }

  public void send(String frame) {
    synchronized (socket) {
      socket.sendText(frame, true).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  /**
   * All that the merchant said so far, decrypted, in its order: what is stored comes newest first.
   */
  public List<String> heard() {
    return received.stream()
        .filter(event -> event.kind() == 4)
        .sorted(Comparator.comparing(Event::createdAt))
        .map(e -> Nip04.decrypt(keys, merchant, e.content()))
        .toList();
  }

  public List<Event> events() {
    return List.copyOf(received);
  }

  /** What the merchant said of an order, of one NIP-15 type. */
  public List<JsonNode> heard(String orderId, int type) {
    return heard().stream()
        .filter(text -> text.startsWith("{"))
        .map(TestCustomer::json)
        .filter(json -> json.path("id").asText().equals(orderId))
        .filter(json -> json.path("type").asInt(-1) == type)
        .toList();
  }

  /** Waits for the merchant's first message of this type about the order. */
  public JsonNode await(String orderId, int type) {
    Awaitility.await("type " + type + " for " + orderId)
        .atMost(PATIENCE)
        .until(() -> broken || !heard(orderId, type).isEmpty());
    return heard(orderId, type).stream().findFirst().orElseThrow(TestCustomer::gone);
  }

  /** Waits until the merchant has said this many messages of this type about the order. */
  public List<JsonNode> await(String orderId, int type, int count) {
    Awaitility.await(count + " of type " + type + " for " + orderId)
        .atMost(PATIENCE)
        .until(() -> broken || heard(orderId, type).size() >= count);
    if (broken) {
      throw gone();
    }
    return heard(orderId, type);
  }

  /** Waits for an order's invoice. */
  public String awaitInvoice(String orderId) {
    return await(orderId, 1).path("payment_options").path(0).path("link").asText();
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("This is no JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static IllegalStateException gone() {
    return new IllegalStateException("The relay has closed the connection");
  }

  private final class Frames implements WebSocket.Listener {

    private final StringBuilder frame = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
      frame.append(text);
      if (last) {
        take(json(frame.toString()));
        frame.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      broken = true;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      broken = true;
    }

    private void take(JsonNode message) {
      switch (message.path(0).asText()) {
        case "EVENT" ->
            pages
                .getOrDefault(message.path(1).asText(), received)
                .add(EventJson.of(message.path(2)));
        case "EOSE" -> ended.add(message.path(1).asText());
        case "OK" -> answers.put(message.path(1).asText(), message);
        default -> {}
      }
    }
  }
}
