package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a merchant changes, closes and deletes while there are orders of it, seen from outside. */
class EditsWhileOrdersAreOpenIT extends AtTheShop {

  private final String zone = "zone-" + TestShop.newOrderId();
  private final String stall = "stall-" + TestShop.newOrderId();
  private final String lamp = "lamp-" + TestShop.newOrderId();

  @BeforeEach
  void openAStall() {
    edit(
        "POST",
        "/zone",
        "{\"id\":\"%s\",\"name\":\"Here\",\"currency\":\"sat\",\"cost\":100}".formatted(zone));
    edit(
        "POST",
        "/stall",
        """
        {"id":"%s","name":"Lamps","currency":"sat","shipping_zones":[{"id":"%s"}]}
        """
            .formatted(stall, zone));
    edit(
        "POST",
        "/product",
        """
        {"id":"%s","stall_id":"%s","name":"Lamp","price":1000,"quantity":10,
         "config":{"shipping":[{"id":"%s","cost":10}]}}
        """
            .formatted(lamp, stall, zone));
  }

  /** By now no order is open any more. */
  @AfterEach
  void closeTheStall() {
    edit("DELETE", "/stall/" + stall, "");
    edit("DELETE", "/zone/" + zone, "");
  }

  private void edit(String method, String path, String body) {
    HttpResponse<String> answer = tried(method, path, body);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> tried(String method, String path, String body) {
    return shop.decide(method, "/nostrmarket/api/v1" + path, body.isEmpty() ? null : body);
  }

  private String orderLamps(int quantity) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, lamp, quantity).replace(shop.zone(), zone));
    return id;
  }

  private JsonNode read(String id) {
    return shop.read("/order/" + id);
  }

  private void payAndShip(String id) {
    assertThat(shop.pay(customer.awaitInvoice(id)).statusCode()).isEqualTo(200);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    String body = "{\"id\":\"%s\",\"shipped\":true}".formatted(id);
    assertThat(shop.patch("/order/" + id, body).statusCode()).isEqualTo(200);
    List<JsonNode> told = customer.await(id, 2, 2);
    assertThat(told.getLast().path("shipped").asBoolean()).isTrue();
  }

  private void assertRefused(String id, String reason) {
    JsonNode refusal = customer.await(id, 1);
    assertThat(refusal.path("payment_options")).isEmpty();
    assertThat(refusal.path("message").asText()).contains(reason);
  }

  @Test
  void changeNoneOfThem() {
    String id = orderLamps(2);
    String invoice = customer.awaitInvoice(id);
    JsonNode before = read(id);
    assertThat(before.path("total").asLong()).isEqualTo(2 * 1000 + 2 * 10 + 100);

    edit(
        "PATCH",
        "/product/" + lamp,
        """
        {"name":"Dear lamp","price":9999,"quantity":50,
         "config":{"shipping":[{"id":"%s","cost":99}]}}
        """
            .formatted(zone));
    edit("PATCH", "/zone/" + zone, "{\"name\":\"Far away\",\"cost\":7777}");
    edit("PUT", "/stall/" + stall, "{\"name\":\"Dear lamps\"}");

    assertThat(read(id)).isEqualTo(before);
    assertThat(customer.awaitInvoice(id)).isEqualTo(invoice);
    payAndShip(id);
    JsonNode after = read(id);
    for (String kept : List.of("total", "extra", "items", "invoice_id", "shipping_id")) {
      assertThat(after.path(kept)).as(kept).isEqualTo(before.path(kept));
    }
    assertThat(shop.read("/product/" + lamp).path("quantity").asLong()).isEqualTo(48);

    String dearer = orderLamps(1);
    customer.awaitInvoice(dearer);
    assertThat(read(dearer).path("total").asLong()).isEqualTo(9999 + 99 + 7777);
    payAndShip(dearer);
  }

  @Test
  void refuseNewOnesWithAMessageAndLetThoseFinishThatAreOpen() {
    String open = orderLamps(2);
    String paid = orderLamps(1);
    customer.awaitInvoice(open);
    assertThat(shop.pay(customer.awaitInvoice(paid)).statusCode()).isEqualTo(200);
    customer.await(paid, 2);

    edit("PUT", "/stall/" + stall, "{\"name\":\"Lamps\",\"active\":false}");
    assertRefused(orderLamps(1), "Lamps takes no orders at the moment");
    edit("PUT", "/stall/" + stall, "{\"name\":\"Lamps\",\"active\":true}");
    edit("PATCH", "/product/" + lamp, "{\"active\":false}");
    assertRefused(orderLamps(1), "Lamp is not for sale at the moment");
    for (String path : List.of("/product/" + lamp, "/stall/" + stall, "/zone/" + zone)) {
      assertThat(tried("DELETE", path, "").statusCode()).as(path).isEqualTo(409);
    }
    edit("PUT", "/stall/" + stall, "{\"name\":\"Lamps\",\"active\":false}");

    payAndShip(open);
    String body = "{\"id\":\"%s\",\"shipped\":true}".formatted(paid);
    assertThat(shop.patch("/order/" + paid, body).statusCode()).isEqualTo(200);
    edit("DELETE", "/product/" + lamp, "");
    assertRefused(orderLamps(1), "not sold here");
    assertThat(read(open).path("extra").path("products").path(0).path("name").asText())
        .isEqualTo("Lamp");
  }
}
