package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** WS /api/v1/ws/{merchant.id}, where a key is asked for. */
@TestPropertySource(
    properties = {"caravan.api.open-websocket=false", "caravan.api.listener-key-wait=2s"})
class LiveUpdatesIT extends MerchantApi {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a client hears. */
  private final class Client implements WebSocket.Listener {

    final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    volatile int closed;
    volatile String reason = "";
    final WebSocket socket;
    private final StringBuilder text = new StringBuilder();

    Client(String merchantId, String query) {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .header("Origin", "https://example.org")
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + port() + "/api/v1/ws/" + merchantId + query), this)
              .orTimeout(30, TimeUnit.SECONDS)
              .join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frames.add(market.caravan.TestCustomer.json(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
      reason = why;
      closed = status;
      return null;
    }

    JsonNode frame(int index) {
      await().atMost(PATIENCE).until(() -> frames.size() > index);
      return frames.get(index);
    }

    void awaitClose(int status) {
      await().atMost(PATIENCE).until(() -> closed != 0);
      assertThat(closed).isEqualTo(status);
      assertThat(reason).isNotEmpty();
    }

    /** Says something until it is heard: a client listens a moment after it has connected. */
    void awaitListening() {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                merchant.received(OTHER_CUSTOMER, -1, "Are you there?");
                return !frames.isEmpty();
              });
      await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(this::isQuiet);
      frames.clear();
    }

    private int before;

    private boolean isQuiet() {
      boolean quiet = before == frames.size();
      before = frames.size();
      return quiet;
    }
  }

  @Test
  void everyMessageIsToldInTheShapeOfItsDirectMessage() {
    Client client = new Client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening();
    merchant.received(CUSTOMER, 0, "{\"type\":0}");
    JsonNode frame = client.frame(0);
    assertThat(frame.path("type").asText()).isEqualTo("dm:0");
    assertThat(frame.path("customerPubkey").asText()).isEqualTo(CUSTOMER);
    assertThat(frame.path("dm")).isEqualTo(merchant.read("/message/" + CUSTOMER).path(0));
    merchant.received(CUSTOMER, -1, "Hello");
    assertThat(client.frame(1).path("type").asText()).isEqualTo("dm:-1");
    merchant.said(CUSTOMER, 1, "{\"type\":1}", "DEAD");
    assertThat(client.frame(2).path("type").asText()).isEqualTo("dm:1");
    assertThat(client.frame(2).path("dm").path("incoming").asBoolean(true)).isFalse();
    client.socket.abort();
  }

  @Test
  void shippingIsToldAtOnceAndOnce() {
    merchant.fillCatalogue();
    merchant.order("paid", CUSTOMER, "PAID");
    Client client = new Client(merchant.id, "?key=" + merchant.adminKey);
    client.awaitListening();
    merchant.patch("/order/paid", "{\"id\":\"paid\",\"shipped\":true}");
    assertThat(client.frame(0).path("type").asText()).isEqualTo("dm:2");
    merchant.received(CUSTOMER, -1, "Thanks");
    assertThat(client.frame(1).path("type").asText()).isEqualTo("dm:-1");
    client.socket.abort();
  }

  @Test
  void theKeyMayBeTheFirstFrame() {
    Client client = new Client(merchant.id, "");
    client.socket.sendText(merchant.invoiceKey, true).join();
    client.awaitListening();
    client.socket.abort();
  }

  @Test
  void nobodyHearsWhatIsAnotherMerchants() {
    OwnMerchant other = another();
    Client client = new Client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening();
    other.received(CUSTOMER, -1, "A secret");
    merchant.received(CUSTOMER, -1, "For everybody here");
    assertThat(client.frame(0).path("dm").path("message").asText()).isEqualTo("For everybody here");
    client.socket.abort();
  }

  @Test
  void withoutTheRightKeyTheConnectionIsClosedWithTheReason() {
    new Client(merchant.id, "?key=unknown").awaitClose(1008);
    new Client(merchant.id, "?key=" + another().adminKey).awaitClose(1008);
    new Client("nobody", "?key=" + merchant.invoiceKey).awaitClose(1008);
    new Client(merchant.id, "").awaitClose(1008);
    Client wrong = new Client(merchant.id, "");
    wrong.socket.sendText("unknown", true).join();
    wrong.awaitClose(1008);
  }

  @Test
  void aClientThatSendsTooMuchIsClosed() {
    Client client = new Client(merchant.id, "");
    client.socket.sendText("x".repeat(10_000), true).join();
    client.awaitClose(1009);
  }
}
