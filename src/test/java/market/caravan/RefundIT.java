package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** Money that goes back, seen from outside. */
@CaravanIT
class RefundIT {

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private TestShop shop;

  @BeforeEach
  void openShop() {
    shop = TestShop.in(dataDirectory);
  }

  @Test
  void goesToTheInvoiceThatTheCustomerAnswersWith() {
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, "mug", 1));
      shop.pay(customer.awaitInvoice(id));
      long total = shop.read("/order/" + id).path("total").asLong();
      customer.await(id, 2);

      shop.decide("PUT", "/api/v1/orders/" + id + "/cancellation", "");
      JsonNode refund = refundOf(id);
      assertThat(refund.path("reason").asText()).isEqualTo("CANCELLED");
      assertThat(refund.path("amount").asLong()).isEqualTo(total);
      if (refund.path("state").asText().equals("WAITS_FOR_APPROVAL")) {
        String approve = "/api/v1/refunds/" + refund.path("id").asText() + "/approve";
        assertThat(shop.decide("PUT", approve, "").statusCode()).isEqualTo(200);
      }
      awaitWords(customer, id, "answer with a Lightning invoice over exactly " + total + " sat");

      customer.say(walletInvoice(1_000 * (total - 1)));
      awaitWords(customer, id, "can't be used");
      String invoice = walletInvoice(1_000 * total);
      customer.say("lightning:" + invoice);
      awaitWords(customer, id, total + " sat have been sent back");

      JsonNode paid = refundOf(id);
      assertThat(paid.path("state").asText()).isEqualTo("PAID");
      String hash = paid.path("refund_payment_hash").asText();
      assertThat(shop.send("GET", "/simulator/payments/" + hash, null, Map.of()).body())
          .contains("\"amount_msat\":" + 1_000 * total);
      customer.say("lightning:" + invoice); // once more, in a new message
      assertThat(refundOf(id)).isEqualTo(paid);
    }
  }

  private String walletInvoice(long msat) {
    String body = "{\"amount_msat\":" + msat + "}";
    return TestCustomer.json(shop.send("POST", "/simulator/invoice", body, Map.of()).body())
        .path("payment_request")
        .asText();
  }

  private JsonNode refundOf(String orderId) {
    JsonNode refunds =
        TestCustomer.json(
            shop.send("GET", "/api/v1/refunds", null, Map.of("X-Api-Key", shop.text("invoice_key")))
                .body());
    return StreamSupport.stream(refunds.spliterator(), false)
        .filter(refund -> refund.path("order_id").asText().equals(orderId))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitWords(TestCustomer customer, String id, String words) {
    Awaitility.await(words)
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () -> {
              List<JsonNode> told = customer.heard(id, 2);
              return told.stream().anyMatch(m -> m.path("message").asText().contains(words));
            });
  }
}
