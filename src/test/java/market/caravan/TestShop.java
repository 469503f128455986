package market.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import market.caravan.nostr.Pubkey;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The demo shop of a running Caravan, as its {@code demo.json} describes it, seen from outside. */
public final class TestShop {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final JsonNode demo;

  private TestShop(JsonNode demo) {
    this.demo = demo;
  }

  /** Waits for the file that tells that the application is up. */
  public static TestShop in(Path dataDirectory) {
    Path file = dataDirectory.resolve("demo.json");
    Awaitility.await("demo.json").atMost(Duration.ofMinutes(2)).until(() -> Files.exists(file));
    try {
      return new TestShop(TestCustomer.json(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Pubkey merchant() {
    return new Pubkey(text("merchant_pubkey"));
  }

  public URI relay() {
    return URI.create(text("relay"));
  }

  public String text(String name) {
    return demo.path(name).asText();
  }

  public String product(int index) {
    return demo.path("product_ids").path(index).asText();
  }

  public String zone() {
    return demo.path("zone_ids").path(0).asText();
  }

  public TestCustomer customer() {
    return new TestCustomer(relay(), merchant());
  }

  public static String newOrderId() {
    return "order-" + UUID.randomUUID();
  }

  /** NIP-15 type 0 with one line. */
  public String order(String id, String productId, Object quantity) {
    return """
        {"id":"%s","type":0,"name":"Ada","address":"1 Test Street","message":"please gift-wrap",\
        "contact":{"nostr":"%s"},"items":[{"product_id":"%s","quantity":%s}],"shipping_id":"%s"}"""
        .formatted(id, merchant(), productId, quantity, zone());
  }

  public HttpResponse<String> pay(String invoice) {
    return send("POST", "/simulator/pay", "{\"invoice\":\"" + invoice + "\"}", Map.of());
  }

  public HttpResponse<String> get(String path) {
    return send("GET", "/nostrmarket/api/v1" + path, null, key("invoice_key"));
  }

  public JsonNode read(String path) {
    return TestCustomer.json(get(path).body());
  }

  public HttpResponse<String> patch(String path, String body) {
    return send("PATCH", "/nostrmarket/api/v1" + path, body, key("admin_key"));
  }

  /** Decides something with the admin key; the path is from the server's root. */
  public HttpResponse<String> decide(String method, String path, @Nullable String body) {
    return send(method, path, body, key("admin_key"));
  }

  private Map<String, String> key(String name) {
    return Map.of("X-Api-Key", text(name));
  }

  private URI base() {
    URI api = URI.create(text("api"));
    return URI.create("http://" + api.getAuthority());
  }

  public HttpResponse<String> send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
