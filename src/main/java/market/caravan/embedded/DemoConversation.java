package market.caravan.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/** A customer's connection to a relay, for one order and its answer. */
final class DemoConversation implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;
  private static final int DIRECT_MESSAGE = 4;
  private static final JsonMapper JSON = new JsonMapper();

  private final KeyPair customer;
  private final Pubkey merchant;
  private final Clock clock;
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
  private final WebSocket socket;

  /** What the merchant said; {@code invoice} is null where the order was refused. */
  record Answer(String message, @Nullable String invoice) {}

  private DemoConversation(URI relay, KeyPair customer, Pubkey merchant, Clock clock) {
    this.customer = customer;
    this.merchant = merchant;
    this.clock = clock;
    this.socket = patiently(client.newWebSocketBuilder().buildAsync(relay, new Frames()));
  }

  static DemoConversation open(URI relay, KeyPair customer, Pubkey merchant, Clock clock) {
    return new DemoConversation(relay, customer, merchant, clock);
  }

  /** Sends an order and waits for the payment request, or the refusal. */
  Answer ask(Map<String, Object> order) {
    send(
        List.of(
            "REQ",
            "answer",
            Map.of("kinds", List.of(DIRECT_MESSAGE), "#p", List.of(customer.pubkey().hex()))));
    String content = Nip04.encrypt(customer, merchant, json(order));
    Event event =
        customer.sign(
            new EventTemplate(
                DIRECT_MESSAGE, clock.instant(), List.of(List.of("p", merchant.hex())), content));
    patiently(socket.sendText("[\"EVENT\"," + EventJson.write(event) + "]", true));
    JsonNode said = patiently(answer);
    JsonNode link = said.path("payment_options").path(0).path("link");
    return new Answer(said.path("message").asText(), link.isTextual() ? link.textValue() : null);
  }

  private void send(List<Object> frame) {
    patiently(socket.sendText(json(frame), true));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Lists and maps have a JSON form", e);
    }
  }

  private static <T> T patiently(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }

  private final class Frames implements WebSocket.Listener {

    private final StringBuilder frame = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket relay, CharSequence text, boolean last) {
      frame.append(text);
      if (last) {
        take(frame.toString());
        frame.setLength(0);
      }
      relay.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket relay, Throwable error) {
      answer.completeExceptionally(error);
    }

    private void take(String text) {
      try {
        JsonNode message = JSON.readTree(text);
        if (message.path(0).asText().equals("EVENT")) {
          Event event = EventJson.of(message.path(2));
          answer.complete(JSON.readTree(Nip04.decrypt(customer, merchant, event.content())));
        }
      } catch (JsonProcessingException e) {
        answer.completeExceptionally(e);
      }
    }
  }
}
