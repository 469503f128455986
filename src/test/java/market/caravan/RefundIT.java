package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Money that goes back, seen from outside. */
class RefundIT extends AtTheShop {

  @Test
  void goesToTheInvoiceThatTheCustomerAnswersWith() {
    String id = paidOrder("mug", 1);
    long total = shop.read("/order/" + id).path("total").asLong();

    shop.decide("PUT", "/api/v1/orders/" + id + "/cancellation", "");
    JsonNode refund = refundOf(id);
    assertThat(refund.path("reason").asText()).isEqualTo("CANCELLED");
    assertThat(refund.path("amount").asLong()).isEqualTo(total);
    if (refund.path("state").asText().equals("WAITS_FOR_APPROVAL")) {
      String approve = "/api/v1/refunds/" + refund.path("id").asText() + "/approve";
      assertThat(shop.decide("PUT", approve, "").statusCode()).isEqualTo(200);
    }
    awaitWords(id, "answer with a Lightning invoice over exactly " + total + " sat");

    customer.say(walletInvoice(1_000 * (total - 1)));
    awaitWords(id, "can't be used");
    String invoice = walletInvoice(1_000 * total);
    customer.say("lightning:" + invoice);
    awaitWords(id, total + " sat have been sent back");

    JsonNode paid = refundOf(id);
    assertThat(paid.path("state").asText()).isEqualTo("PAID");
    String hash = paid.path("refund_payment_hash").asText();
    assertThat(shop.send("GET", "/simulator/payments/" + hash, null, Map.of()).body())
        .contains("\"amount_msat\":" + 1_000 * total);
    customer.say("lightning:" + invoice); // once more, in a new message
    assertThat(refundOf(id)).isEqualTo(paid);
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

  private void awaitWords(String id, String words) {
    Awaitility.await(words)
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () -> {
              List<JsonNode> told = customer.heard(id, 2);
              return told.stream().anyMatch(m -> m.path("message").asText().contains(words));
            });
  }
}
