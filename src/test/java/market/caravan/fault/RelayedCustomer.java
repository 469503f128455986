package market.caravan.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.relay.ScriptedRelay;
import org.awaitility.Awaitility;

/** A customer who sits at the relay itself, and has there whatever the relay does to others. */
final class RelayedCustomer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScriptedRelay relay;
  private final TestShop shop;
  private final KeyPair keys = KeyPair.generate();
  private final String id = TestShop.newOrderId();

  RelayedCustomer(ScriptedRelay relay, TestShop shop) {
    this.relay = relay;
    this.shop = shop;
  }

  String orderId() {
    return id;
  }

  /** An order of some mugs, always under the same id. */
  Event order(int mugs, Instant createdAt) {
    return order("mug", mugs, createdAt);
  }

  Event order(String product, int pieces, Instant createdAt) {
    String text = Nip04.encrypt(keys, shop.merchant(), shop.order(id, product, pieces));
    return keys.sign(
        new EventTemplate(4, createdAt, List.of(List.of("p", shop.merchant().hex())), text));
  }

  /** Waits for the invoice, pays, waits for the word of it; each is at the relay once. */
  void buys() {
    assertThat(shop.pay(awaitInvoice()).statusCode()).isEqualTo(200);
    JsonNode paid = await(2);
    assertThat(paid.path("paid").asBoolean()).isTrue();
    assertThat(heard(1)).hasSize(1);
    assertThat(heard(2)).hasSize(1);
  }

  String awaitInvoice() {
    return await(1).path("payment_options").path(0).path("link").asText();
  }

  /** Waits for the first answer of a type. */
  JsonNode await(int type) {
    return Awaitility.await("type " + type + " of " + id)
        .atMost(PATIENCE)
        .until(() -> heard(type), heard -> !heard.isEmpty())
        .getFirst();
  }

  /** What the merchant has said of the order. */
  List<JsonNode> heard(int type) {
    return answers().stream()
        .map(event -> Nip04.decrypt(keys, shop.merchant(), event.content()))
        .map(TestCustomer::json)
        .filter(json -> json.path("id").asText().equals(id))
        .filter(json -> json.path("type").asInt(-1) == type)
        .toList();
  }

  /** The merchant's events for this customer, which the relay has. */
  List<Event> answers() {
    return relay.stored.stream()
        .filter(event -> event.pubkey().equals(shop.merchant()) && event.kind() == 4)
        .filter(event -> event.tagValues("p").anyMatch(keys.pubkey().hex()::equals))
        .toList();
  }
}
