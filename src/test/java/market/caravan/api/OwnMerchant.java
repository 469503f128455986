package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import market.caravan.catalog.MerchantProfile;
import market.caravan.catalog.Merchants;
import market.caravan.nostr.KeyPair;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A merchant of a test's own in the running application, with rows of their own in its database:
 * whoever calls the API with their keys sees these and nothing else.
 */
final class OwnMerchant {

  static final JsonMapper JSON = new JsonMapper();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final String id = UUID.randomUUID().toString();
  final KeyPair keyPair = KeyPair.generate();
  final String adminKey;
  final String invoiceKey;

  private final JdbcClient jdbc;
  private final int port;

  private OwnMerchant(String adminKey, String invoiceKey, JdbcClient jdbc, int port) {
    this.adminKey = adminKey;
    this.invoiceKey = invoiceKey;
    this.jdbc = jdbc;
    this.port = port;
  }

  /** Opens an account with both keys and an inactive merchant. */
  static OwnMerchant open(Merchants merchants, ApiKeys keys, JdbcClient jdbc, int port) {
    String account = UUID.randomUUID().toString();
    merchants.openAccount(account);
    var merchant =
        new OwnMerchant(
            keys.create(account, KeyKind.ADMIN), keys.create(account, KeyKind.INVOICE), jdbc, port);
    boolean unused =
        merchants.add(
            merchant.id, account, merchant.keyPair, false, MerchantProfile.of("Ann", "Sells mugs"));
    return merchant;
  }

  void sql(String sql, @Nullable Object... parameters) {
    jdbc.sql(sql).params(Arrays.asList(parameters)).update();
  }

  /** The first column of the only row. */
  @Nullable Long number(String sql, @Nullable Object... parameters) {
    return jdbc.sql(sql)
        .params(Arrays.asList(parameters))
        .query((row, number) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single()
        .orElse(null);
  }

  /** A stall in EUR with one zone, a product with stock and one without limit. */
  void fillCatalogue() {
    sql("INSERT INTO zone VALUES (?, 'zone-eu', 'Europe', 'EUR', 5.50, '{DE,FR}')", id);
    sql(
        """
        INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
        VALUES (?, 'stall-mugs', '', 'Mugs', 'EUR', 'Hand-made')
        """,
        id);
    sql("INSERT INTO stall_zone VALUES (?, 'stall-mugs', 'zone-eu', 0)", id);
    product("mug", "10", "12.50", "[{\"id\":\"zone-eu\",\"cost\":2}]");
    product("song", null, "3", "[]");
  }

  private void product(String product, @Nullable String quantity, String price, String shipping) {
    sql(
        """
        INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
          price, quantity, active, use_autoreply, shipping)
        VALUES (?, ?, 'stall-mugs', 'The ' || ?, 'Good', '{gifts}', '{}', ?::numeric, ?::bigint,
          TRUE, FALSE, ?::jsonb)
        """,
        id,
        product,
        product,
        price,
        quantity,
        shipping);
  }

  /** An order of two mugs for 61,000.5 sat. */
  void order(String orderId, String customer, String status) {
    sql(
        """
        INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
          event_created_at, status, content_sha256, contact_data, order_items, stall_id,
          shipping_id, extra_data, total_msat, invoice_id, placed_at)
        VALUES (?, ?, ?, ?, ?, to_timestamp(1700000000), ?, '', '{"nostr":"npub"}',
          '[{"product_id":"mug","quantity":2}]', 'stall-mugs', 'zone-eu', ?::jsonb, 61000500, ?,
          now())
        """,
        id,
        orderId,
        customer,
        keyPair.pubkey().hex(),
        "e".repeat(64),
        status,
        """
        {"products":[{"id":"mug","name":"Old mug","quantity":2,"price":12.5,
          "product_shipping_cost":2}],"currency":"EUR","btc_price":"50000","shipping_cost":5.5,
         "shipping_cost_sat":11000}
        """,
        "f".repeat(64));
  }

  /** An order that was refused before it had a price. */
  void refusedOrder(String orderId, String customer) {
    order(orderId, customer, "REJECTED");
    sql(
        """
        UPDATE orders SET stall_id = NULL, shipping_id = NULL, invoice_id = NULL, total_msat = 0,
          order_items = '[{"product_id":"song","quantity":1},{"product_id":"gone","quantity":1}]',
          extra_data = '{"products":[],"fail_message":"sold out"}'
        WHERE merchant_id = ? AND id = ?
        """,
        id,
        orderId);
  }

  void customer(String customer, int unread, String profile) {
    sql(
        "INSERT INTO customer (merchant_id, public_key, unread_messages, profile)"
            + " VALUES (?, ?, ?, ?)",
        id,
        customer,
        unread,
        profile);
  }

  void received(String customer, int type, String text) {
    file(customer, true, type, text);
  }

  /** Something of the merchant's own, read from a relay. */
  void saidElsewhere(String customer, int type, String text) {
    file(customer, false, type, text);
  }

  private void file(String customer, boolean incoming, int type, String text) {
    sql(
        """
        INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
          type, content, event, relay, state, received_at)
        VALUES (?, ?, to_timestamp(1700000000), 4, ?, ?, ?, ?, '{}', '', 'DONE', now())
        """,
        id,
        UUID.randomUUID().toString(),
        customer,
        incoming,
        type,
        text);
  }

  /** Something about an order in the outbox that nobody sends. */
  void said(String customer, int type, String text, String state) {
    sql(
        """
        INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
          order_seq, state, created_at)
        VALUES (?, ?, ?, 4, ?, ?, '[]', to_timestamp(1700000000), 0, ?, now())
        """,
        id,
        customer,
        customer,
        type,
        text,
        state);
  }

  HttpResponse<String> get(String path) {
    return call("GET", path, invoiceKey, "");
  }

  /** What a GET of this path brings, which has to be there. */
  JsonNode read(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " is answered " + answer.statusCode() + answer.body());
    }
    return json(answer);
  }

  HttpResponse<String> patch(String path, String body) {
    return call("PATCH", path, adminKey, body);
  }

  HttpResponse<String> call(
      String method, String path, String key, String body, String... headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("X-Api-Key", key);
    }
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  HttpRequest.Builder request(String path) {
    return rooted(
        path.startsWith("/nostr") || path.startsWith("/api/")
            ? path
            : "/nostrmarket/api/v1" + path);
  }

  /** The same, of any path of the server. */
  HttpRequest.Builder rooted(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("This is no JSON: " + answer.body(), e);
    }
  }
}
