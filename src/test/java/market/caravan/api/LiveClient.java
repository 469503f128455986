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
import market.caravan.TestCustomer;
import market.caravan.nostr.KeyPair;
import org.jspecify.annotations.Nullable;

/** A page of some other origin that listens to live updates, and what it hears. */
final class LiveClient implements WebSocket.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final WebSocket socket;

  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean reading = true;
  private volatile boolean ended;
  private volatile int status;
  private volatile String reason = "";
  private int before;

  LiveClient(int port, String merchantId, String query) {
    this(port, merchantId, query, "https://example.org");
  }

  /** Listens as a page of that origin would. */
  LiveClient(int port, String merchantId, String query, String origin) {
    URI address = URI.create("ws://127.0.0.1:" + port + "/api/v1/ws/" + merchantId + query);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Origin", origin)
            .buildAsync(address, this)
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      frames.add(TestCustomer.json(text.toString()));
      text.setLength(0);
    }
    if (reading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
    reason = why;
    status = code;
    ended = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended = true;
  }

  String reason() {
    return reason;
  }

  void stopReading() {
    reading = false;
  }

  void readAgain() {
    reading = true;
    socket.request(1_000);
  }

  JsonNode frame(int index) {
    await().atMost(PATIENCE).until(() -> frames.size() > index);
    return frames.get(index);
  }

  void awaitClose(int expected) {
    await().atMost(PATIENCE).until(() -> status != 0);
    assertThat(status).isEqualTo(expected);
    assertThat(reason).isNotEmpty();
  }

  void awaitEnd() {
    await().atMost(PATIENCE).until(() -> ended);
  }

  /** Has the merchant hear something until this client hears it too, then forgets all of it. */
  void awaitListening(OwnMerchant merchant) {
    String somebody = KeyPair.generate().pubkey().hex();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              merchant.received(somebody, -1, "Is anybody there?");
              return !frames.isEmpty();
            });
    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(this::isQuiet);
    frames.clear();
  }

  private boolean isQuiet() {
    boolean quiet = before == frames.size();
    before = frames.size();
    return quiet;
  }
}
