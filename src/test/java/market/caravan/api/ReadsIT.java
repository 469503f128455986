package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skyscreamer.jsonassert.JSONAssert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONCompareMode;

/** The reads of api.md, part 1, each in the shape that nostrmarket's front end knows. */
class ReadsIT extends MerchantApi {

  @Test
  void merchantIsShownWithoutThePrivateKey() throws Exception {
    JsonNode shown = merchant.read("/merchant");
    assertThat(shown.path("time").isIntegralNumber()).isTrue();
    assertEquals(
        """
        {"id":"%s","private_key":"","public_key":"%s","config":{"name":"Ann","display_name":null,
         "about":"Sells mugs","picture":null,"banner":null,"website":null,"nip05":null,
         "lud16":null,"event_id":null,"sync_from_nostr":false,"active":false,
         "restore_in_progress":false},"time":%s}
        """
            .formatted(merchant.id, merchant.keyPair.pubkey(), shown.path("time")),
        shown.toString(),
        true);
  }

  @Test
  void privateKeyIsRevealedToTheAdminKeyAlone() {
    String secret = HexFormat.of().formatHex(merchant.keyPair.secret());
    HttpResponse<String> answer =
        merchant.call("GET", "/merchant?reveal=true", merchant.adminKey, "");
    assertThat(OwnMerchant.json(answer).path("private_key").asText()).isEqualTo(secret);
    assertThat(merchant.call("GET", "/merchant", merchant.adminKey, "").body())
        .doesNotContain(secret);
    HttpResponse<String> refused = merchant.get("/merchant?reveal=true");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).doesNotContain(secret);
  }

  @Test
  void zonesAreListed() throws Exception {
    merchant.fillCatalogue();
    assertEquals(
        """
        [{"id":"zone-eu","name":"Europe","currency":"EUR","cost":5.50,"countries":["DE","FR"],
         "version":"1"}]
        """,
        merchant.get("/zone").body(),
        true);
  }

  @Test
  void stallsAreListedWithTheirZones() throws Exception {
    merchant.fillCatalogue();
    String stall =
        """
        {"id":"stall-mugs","wallet":"","name":"Mugs","currency":"EUR","shipping_zones":[
          {"id":"zone-eu","name":"Europe","currency":"EUR","cost":5.50,"countries":["DE","FR"],
         "version":"1"}],
         "config":{"image_url":null,"description":"Hand-made"},"pending":false,"active":true,
         "version":"1","event_id":null,"event_created_at":null}
        """;
    assertEquals("[" + stall + "]", merchant.get("/stall").body(), true);
    assertEquals(stall, merchant.get("/stall/stall-mugs").body(), true);
    assertThat(merchant.read("/stall?pending=true")).isEmpty();
    assertThat(merchant.read("/stall?pending=false")).hasSize(1);
  }

  @Test
  void productsAreListedAndOneWithoutLimitHasAMillionPieces() throws Exception {
    merchant.fillCatalogue();
    String mug =
        """
        {"id":"mug","stall_id":"stall-mugs","name":"The mug","categories":["gifts"],"images":[],
         "price":12.50,"quantity":10,"active":true,"pending":false,"config":{"description":"Good",
         "currency":"EUR","use_autoreply":false,"autoreply_message":null,
         "shipping":[{"id":"zone-eu","cost":2}]},"version":"1.10","event_id":null,"event_created_at":null}
        """;
    assertEquals(mug, merchant.get("/product/mug").body(), true);
    JsonNode products = merchant.read("/stall/product/stall-mugs");
    assertThat(products).hasSize(2);
    assertEquals(mug, products.path(0).toString(), true);
    assertThat(products.path(1).path("quantity").asLong()).isEqualTo(1_000_000);
  }

  @Test
  void orderIsShownAsItWasPriced() throws Exception {
    merchant.fillCatalogue();
    merchant.order("order-1", CUSTOMER, "PAID");
    assertEquals(
        """
        {"id":"order-1","event_id":"%s","event_created_at":1700000000,"public_key":"%s",
         "merchant_public_key":"%s","shipping_id":"zone-eu",
         "items":[{"product_id":"mug","quantity":2}],
         "contact":{"nostr":"npub","phone":null,"email":null},"address":null,
         "stall_id":"stall-mugs","invoice_id":"%s","total":61001,"paid":true,"shipped":false,
         "time":null,"extra":{"products":[{"id":"mug","name":"Old mug","price":12.5,
         "product_shipping_cost":2}],"currency":"EUR","btc_price":"50000","shipping_cost":5.5,
         "shipping_cost_sat":11000,"fail_message":null}}
        """
            .formatted("e".repeat(64), CUSTOMER, merchant.keyPair.pubkey(), "f".repeat(64)),
        merchant.get("/order/order-1").body(),
        true);
  }

  @Test
  void refusedOrderHasTextForWhatIsNotKnown() {
    merchant.fillCatalogue();
    merchant.refusedOrder("order-2", CUSTOMER);
    JsonNode order = merchant.read("/order/order-2");
    assertThat(order.path("invoice_id").asText()).isEqualTo("None");
    assertThat(order.path("stall_id").asText()).isEqualTo("None");
    assertThat(order.path("shipping_id").asText()).isEqualTo("None");
    assertThat(order.path("extra").path("fail_message").asText()).isEqualTo("sold out");
    JsonNode products = order.path("extra").path("products");
    assertThat(products.path(0).path("name").asText()).isEqualTo("The song");
    assertThat(products.path(0).path("price").asInt()).isEqualTo(3);
    assertThat(products.path(1).path("name").asText()).isEqualTo("gone");
    assertThat(products.path(1).path("price").asInt()).isZero();
  }

  @Test
  void orderThatWillNotBePaidOrIsPaidBackSaysSoAsItsFailure() {
    Map<String, String> failures = new HashMap<>();
    for (String status : List.of("EXPIRED", "CANCELLED", "REFUND_DUE", "REFUNDED", "PLACED")) {
      merchant.order(status, CUSTOMER, status);
      JsonNode order = merchant.read("/order/" + status);
      assertThat(order.path("paid").asBoolean(true)).isFalse();
      failures.put(status, order.path("extra").path("fail_message").asText());
    }
    assertThat(failures)
        .isEqualTo(
            Map.of(
                "EXPIRED", "Expired: it was not paid in time",
                "CANCELLED", "Cancelled",
                "REFUND_DUE", "What was paid is to go back to the customer",
                "REFUNDED", "What was paid has gone back to the customer",
                "PLACED", "null"));
  }

  @Test
  void conversationIsShownOldestFirstAndIsReadThen() throws Exception {
    merchant.customer(CUSTOMER, 2, "{}");
    merchant.received(CUSTOMER, -1, "Hello");
    merchant.said(CUSTOMER, 2, "{\"type\":2}", "DEAD");
    merchant.said(CUSTOMER, 1, "{\"type\":1}", "DROPPED");
    merchant.received(OTHER_CUSTOMER, -1, "Not theirs");
    JsonNode messages = merchant.read("/message/" + CUSTOMER.toUpperCase(java.util.Locale.ROOT));
    assertThat(messages).hasSize(2);
    assertThat(messages.path(0).path("message").asText()).isEqualTo("Hello");
    assertEquals(
        """
        {"event_id":null,"message":"{\\"type\\":2}",
         "public_key":"%s","type":2,"incoming":false}
        """
            .formatted(CUSTOMER),
        messages.path(1).toString(),
        false);
    assertThat(messages.path(1).path("event_created_at").asLong()).isGreaterThan(1_700_000_000);
    assertThat(messages.path(1).path("id").isTextual()).isTrue();
    assertThat(messages.path(1).path("time").isIntegralNumber()).isTrue();
    assertThat(merchant.read("/customer").path(0).path("unread_messages").asInt()).isZero();
  }

  @Test
  void customersAreListedWhateverTheirProfileIs() throws Exception {
    merchant.customer(CUSTOMER, 2, "{\"name\":\"Cy\",\"about\":7}");
    merchant.customer(OTHER_CUSTOMER, 0, "no JSON");
    assertEquals(
        """
        [{"merchant_id":"%1$s","public_key":"%2$s","event_created_at":null,
          "profile":{"name":"Cy","about":null},"unread_messages":2},
         {"merchant_id":"%1$s","public_key":"%3$s","event_created_at":null,
          "profile":{"name":null,"about":null},"unread_messages":0}]
        """
            .formatted(merchant.id, CUSTOMER, OTHER_CUSTOMER),
        merchant.get("/customer").body(),
        JSONCompareMode.NON_EXTENSIBLE);
  }

  @Test
  void currenciesAndRelaysAreReadWithoutAKey() {
    JsonNode currencies = OwnMerchant.json(merchant.call("GET", "/currencies", "", ""));
    assertThat(currencies.isArray()).isTrue();
    JsonNode relays = OwnMerchant.json(merchant.call("GET", "/nostrclient/api/v1/relays", "", ""));
    assertThat(relays.isArray()).isTrue();
    relays.forEach(
        relay -> {
          assertThat(relay.path("url").asText()).startsWith("ws");
          assertThat(relay.path("connected").isBoolean()).isTrue();
        });
  }
}
