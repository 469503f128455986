package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An order's ordinary life, seen from outside: through the relay's socket and over HTTP. */
class OrdinaryOrderIT extends AtTheShop {

  @Test
  void isAnsweredWithAReceiptAndAnInvoiceThenPaidThenShipped() {
    String id = order(shop.product(0), 2);

    JsonNode request = customer.await(id, 1);
    assertThat(request.path("message").asText()).contains("2 x ").contains("Total: ");
    String invoice = request.path("payment_options").path(0).path("link").asText();
    assertThat(invoice).startsWith("lnbcrt");

    assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
    JsonNode paid = customer.await(id, 2);
    assertThat(paid.path("paid").asBoolean()).isTrue();
    assertThat(paid.path("shipped").asBoolean()).isFalse();
    assertThat(shop.read("/order/" + id).path("paid").asBoolean()).isTrue();

    String body = "{\"id\":\"%s\",\"shipped\":true,\"message\":\"It is on its way\"}".formatted(id);
    assertThat(shop.patch("/order/" + id, body).statusCode()).isEqualTo(200);
    List<JsonNode> updates = customer.await(id, 2, 2);
    assertThat(updates.getLast().path("shipped").asBoolean()).isTrue();
    assertThat(updates.getLast().path("message").asText()).isEqualTo("It is on its way");
  }

  @Test
  void isAnsweredLaterThanItWasAsked() {
    String id = TestShop.newOrderId();
    var order = customer.say(shop.order(id, shop.product(0), 1), Instant.now().plusSeconds(60));
    customer.await(id, 1);
    assertThat(customer.events().getFirst().createdAt()).isAfter(order.createdAt());
  }

  @Test
  void isAnsweredWithTheSameInvoiceWhenItIsSentAgain() {
    String id = order(shop.product(0), 1);
    String invoice = customer.awaitInvoice(id);

    customer.say(shop.order(id, shop.product(0), 1));
    List<JsonNode> answers = customer.await(id, 1, 2);
    assertThat(answers.getLast().path("payment_options").path(0).path("link").asText())
        .isEqualTo(invoice);
  }

  @Test
  void isRefusedUnderTheIdOfAnotherOne() {
    String id = order(shop.product(0), 1);
    customer.awaitInvoice(id);

    customer.say(shop.order(id, shop.product(0), 7));
    List<JsonNode> answers = customer.await(id, 1, 2);
    assertThat(answers.getLast().path("payment_options")).isEmpty();
    assertThat(answers.getLast().path("message").asText()).contains("another order");
  }

  @Test
  void isTakenFromAClockThatIsBehind() {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, shop.product(0), 1), Instant.now().minusSeconds(60));
    assertThat(customer.awaitInvoice(id)).startsWith("lnbcrt");
  }

  @Test
  void isPricedInEurosAtARateThatIsNamed() {
    String id = TestShop.newOrderId();
    customer.say(
        """
        {"id":"%s","type":0,"items":[{"product_id":"poster","quantity":1},\
        {"product_id":"postcards","quantity":2}],"shipping_id":"europe"}"""
            .formatted(id));
    assertThat(customer.await(id, 1).path("message").asText())
        .contains("EUR", "fixed rate of the embedded default");
    JsonNode extra = shop.read("/order/" + id).path("extra");
    assertThat(extra.path("currency").asText()).isEqualTo("EUR");
    assertThat(extra.path("btc_price").asText()).isEqualTo("100000");
  }

  @Test
  void getsTheAutoreplyOfWhatItBuysOnce() {
    paidOrder("recipes", 1);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> customer.heard().stream().anyMatch(text -> !text.startsWith("{")));
    assertThat(customer.heard()).filteredOn(text -> !text.startsWith("{")).hasSize(1);
  }

  @Test
  void makesTheProductsNewQuantityKnown() {
    shop.pay(customer.awaitInvoice(order("pan", 3)));
    customer.send("[\"REQ\",\"goods\",{\"kinds\":[30018],\"#d\":[\"pan\"]}]");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                customer.events().stream()
                    .filter(event -> event.kind() == 30018)
                    .map(event -> TestCustomer.json(event.content()))
                    .anyMatch(product -> product.path("quantity").asLong() == 497));
  }
}
