package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders that are cancelled by their customers or by the merchant, seen from outside. */
class CancellationIT extends AtTheShop {

  @Autowired private JdbcClient jdbc;

  private HttpResponse<String> cancel(String id, String body) {
    return shop.decide("PUT", "/api/v1/orders/" + id + "/cancellation", body);
  }

  private HttpResponse<String> refund(String id, String name, String body) {
    return shop.decide("PUT", "/api/v1/orders/" + id + "/refunds/" + name, body);
  }

  private String status(String id) {
    return jdbc.sql("SELECT status FROM orders WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private JsonNode life(String id) {
    Map<String, String> key = Map.of("X-Api-Key", shop.text("invoice_key"));
    return TestCustomer.json(shop.send("GET", "/api/v1/orders/" + id, null, key).body());
  }

  private String stateAtTheNode(String id) {
    return jdbc.sql(
            """
            SELECT state FROM simulated_invoice
            WHERE payment_hash = (SELECT invoice_id FROM orders WHERE id = :id)
            """)
        .param("id", id)
        .query(String.class)
        .single();
  }

  @Test
  void anUnpaidOneIsCancelledAsThePaymentRequestSuggests() {
    String id = order("mug", 1);
    String message = customer.await(id, 1).path("message").asText();
    String suggestion = "cancel " + id;
    assertThat(message).endsWith("answer: " + suggestion);

    customer.say(suggestion);
    JsonNode told = customer.await(id, 2);
    assertThat(told.path("paid").asBoolean(true)).isFalse();
    assertThat(told.path("message").asText()).isEqualTo("Your order is cancelled.");
    assertThat(status(id)).isEqualTo("CANCELLED");
    Awaitility.await().until(() -> stateAtTheNode(id).equals("CANCELLED"));
    assertThat(shop.pay(customer.awaitInvoice(id)).statusCode()).isEqualTo(410);
    assertThat(shop.read("/message/" + customer.pubkey().hex()).toString()).contains(suggestion);
  }

  @Test
  void aPaidOneIsNotCancelledByTheCustomerWhoIsToldSo() {
    String id = paidOrder("mug", 1);

    customer.say("Cancel " + id);
    List<JsonNode> told = customer.await(id, 2, 2);
    assertThat(told.getLast().path("paid").asBoolean()).isTrue();
    assertThat(told.getLast().path("message").asText()).contains("merchant will read");
    JsonNode life = life(id);
    assertThat(life.path("status").asText()).isEqualTo("PAID");
    assertThat(life.path("invoices").path(0).path("state").asText()).isEqualTo("SETTLED");
    assertThat(life.path("history"))
        .map(step -> step.path("event").asText())
        .containsExactly("PLACED", "OPENED", "SETTLED", "CANCELLED_BY_CUSTOMER");
  }

  @Test
  void anotherCustomersOrderIsNobodyElsesToCancel() {
    try (TestCustomer other = shop.customer()) {
      String id = order("mug", 1);
      String invoice = customer.awaitInvoice(id);
      other.say("cancel " + id);
      String own = TestShop.newOrderId();
      other.say(shop.order(own, "mug", 1));
      other.awaitInvoice(own); // so that what was said before is known to be read
      assertThat(status(id)).isEqualTo("AWAITING_PAYMENT");
      assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPaidOneThatTheMerchantCancelsOwesItsMoneyAndIsOnTheShelfAgain() {
    String id = paidOrder("pan", 2);
    long left = shop.read("/product/pan").path("quantity").asLong();

    HttpResponse<String> answer = cancel(id, "{\"message\":\"The pan is bent, sorry.\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestCustomer.json(answer.body()).path("paid").asBoolean(true)).isFalse();
    assertThat(status(id)).isEqualTo("REFUND_DUE");
    assertThat(shop.read("/product/pan").path("quantity").asLong()).isEqualTo(left + 2);
    List<JsonNode> told = customer.await(id, 2, 2);
    assertThat(told.getLast().path("message").asText()).startsWith("The pan is bent, sorry.");

    String ship = "{\"id\":\"%s\",\"shipped\":true}".formatted(id);
    assertThat(shop.patch("/order/" + id, ship).statusCode()).isEqualTo(409);
    assertThat(cancel(id, "").statusCode()).isEqualTo(409);
  }

  @Test
  void whatWasDeliveredIsNotCancelledButRefunded() {
    try {
      String id = paidOrder("recipes", 1); // which an autoreply delivers
      letAnswerByThemselves(false); // what counts is what it did when it was paid
      HttpResponse<String> answer = cancel(id, "{}");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("delivered already");
      assertThat(life(id).path("history").findValuesAsText("event")).containsOnlyOnce("DELIVERED");

      for (int i = 0; i < 2; i++) { // as whoever has not heard the first answer asks again
        HttpResponse<String> part = refund(id, "part", "{\"amount_sat\":1,\"message\":\"Sorry\"}");
        assertThat(part.statusCode()).as(part.body()).isEqualTo(200);
        assertThat(status(id)).isEqualTo("PAID");
        assertThat(life(id).path("invoices").path(0).path("refund_msat").asLong()).isEqualTo(1_000);
      }
      assertThat(customer.await(id, 2, 2).getLast().path("message").asText())
          .isEqualTo("Sorry\n1 sat will be sent back.");
      assertThat(refund(id, "much", "{\"amount_sat\":100000}").statusCode()).isEqualTo(400);
      HttpResponse<String> rest = refund(id, "rest", "{\"all\":true}");
      assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
      assertThat(status(id)).isEqualTo("REFUND_DUE");
      assertThat(
              jdbc.sql(
                      """
                      SELECT received_msat - refund_msat FROM invoice JOIN orders ON seq = order_seq
                      WHERE id = :id
                      """)
                  .param("id", id)
                  .query(Long.class)
                  .single())
          .isZero();
    } finally {
      letAnswerByThemselves(true);
    }
  }

  @Test
  void whatDeliversItselfOnlySinceIsCancelled() {
    try {
      letAnswerByThemselves(false);
      String id = paidOrder("recipes", 1);
      letAnswerByThemselves(true);
      assertThat(cancel(id, "{}").statusCode()).isEqualTo(200);
      assertThat(status(id)).isEqualTo("REFUND_DUE");
    } finally {
      letAnswerByThemselves(true);
    }
  }

  private void letAnswerByThemselves(boolean on) {
    jdbc.sql("UPDATE product SET use_autoreply = :on WHERE id = 'recipes'")
        .param("on", on)
        .update();
  }

  @Test
  void nothingIsDoneForWhoAsksWrongly() {
    assertThat(cancel("nobody-s", "{}").statusCode()).isEqualTo(404);
    assertThat(life("nobody-s").path("detail").asText()).isEqualTo("Order does not exist");
    assertThat(cancel("a", "[]").statusCode()).isEqualTo(400);
    for (String amount : List.of("0", "-1", "1.5", "\"7\"", "1e30", "2100000000000001", "null")) {
      HttpResponse<String> answer = refund("a", "name", "{\"amount_sat\":" + amount + "}");
      assertThat(answer.statusCode()).as(amount).isEqualTo(400);
    }
    for (String body : List.of("", "{}", "{\"amount\":100}", "{\"all\":true,\"amount_sat\":1}")) {
      assertThat(refund("a", "name", body).statusCode()).as(body).isEqualTo(400);
    }
  }
}
