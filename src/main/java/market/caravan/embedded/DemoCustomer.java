package market.caravan.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.relay.RelayPool;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Plays a customer of the demo shop: orders over the relay's socket, as anybody would. */
@RestController
@ConditionalOnDemo
class DemoCustomer {

  private final DemoShop shop;
  private final RelayPool relays;
  private final Clock clock;

  DemoCustomer(DemoShop shop, RelayPool relays, Clock clock) {
    this.shop = shop;
    this.relays = relays;
    this.clock = clock;
  }

  /** What to order; a mug, to the first zone, where nothing is said. */
  record Wish(
      @JsonProperty("product_id") @Nullable String productId,
      @Nullable Long quantity,
      @JsonProperty("zone_id") @Nullable String zoneId) {}

  /** The merchant's answer; {@code invoice} is null where the order was refused. */
  record Placed(
      @JsonProperty("order_id") String orderId,
      @JsonProperty("customer_pubkey") String customerPubkey,
      String message,
      @Nullable String invoice) {}

  /** Orders under a new key, and waits for the merchant's answer. */
  @PostMapping("/simulator/order")
  Placed order(@RequestBody(required = false) @Nullable Wish wish) {
    DemoGoods goods =
        shop.goods()
            .orElseThrow(() -> new PermanentException("no-demo", "There is no demo shop here"));
    URI relay =
        relays.relays().stream()
            .findFirst()
            .orElseThrow(() -> new TransientException("no-relay", "There is no relay yet"));
    String id = UUID.randomUUID().toString();
    KeyPair customer = KeyPair.generate();
    try (DemoConversation conversation =
        DemoConversation.open(relay, customer, goods.merchant(), clock)) {
      DemoConversation.Answer answer = conversation.ask(text(id, goods, wish));
      return new Placed(id, customer.pubkey().hex(), answer.message(), answer.invoice());
    }
  }

  private static Map<String, Object> text(String id, DemoGoods goods, @Nullable Wish wish) {
    Wish wanted = wish == null ? new Wish(null, null, null) : wish;
    String product =
        wanted.productId() == null ? goods.productIds().getFirst() : wanted.productId();
    String zone = wanted.zoneId() == null ? goods.zoneIds().getFirst() : wanted.zoneId();
    long quantity = wanted.quantity() == null ? 1 : wanted.quantity();
    return Map.of(
        "id",
        id,
        "type",
        0,
        "name",
        "A customer who tries Caravan",
        "address",
        "1 Example Street",
        "items",
        List.of(Map.of("product_id", product, "quantity", quantity)),
        "shipping_id",
        zone);
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> failed(CaravanException failure) {
    return ResponseEntity.status(503).body(Map.of("detail", String.valueOf(failure.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> failed(CompletionException failure) {
    return ResponseEntity.status(503)
        .body(Map.of("detail", "The shop has not answered in time, please try again"));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> failed(DataAccessException failure) {
    return ResponseEntity.status(503)
        .body(Map.of("detail", "The database is away at the moment, please try again"));
  }
}
