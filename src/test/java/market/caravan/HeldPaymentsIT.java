package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Payments are held until the stock is: who comes too late is never charged. */
@AutoConfigureObservability(tracing = false)
@TestPropertySource(
    properties = {
      "caravan.checkout.hold=always",
      "caravan.operation.figures-every=1s",
      "caravan.lightning.breaker.retry-after=1s"
    })
class HeldPaymentsIT extends AtTheShop {

  private static final int CUSTOMERS = 5;

  @Autowired private JdbcClient jdbc;

  @Test
  void theLastPieceIsPaidByOneAndTheOthersAreNeverCharged() {
    List<TestCustomer> customers = new ArrayList<>();
    List<String> orders = new ArrayList<>();
    List<String> invoices = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      TestCustomer buyer = shop.customer();
      customers.add(buyer);
      orders.add(TestShop.newOrderId());
      buyer.say(shop.order(orders.get(i), "teapot", 1));
      invoices.add(buyer.awaitInvoice(orders.get(i))); // an unpaid order holds nothing
    }
    try (ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              invoices.stream()
                  .map(invoice -> CompletableFuture.runAsync(() -> lockIn(invoice), atOnce))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
    List<JsonNode> told = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      told.add(customers.get(i).await(orders.get(i), 2));
    }
    assertThat(told).filteredOn(status -> status.path("paid").asBoolean()).hasSize(1);
    assertThat(told)
        .filteredOn(status -> !status.path("paid").asBoolean())
        .allMatch(status -> status.path("message").asText().contains("you are not charged"));
    Awaitility.await().until(() -> settledAndCancelled(orders).equals("1/" + (CUSTOMERS - 1)));
    assertThat(shop.read("/product/teapot").path("quantity").asInt()).isZero();
    customers.forEach(TestCustomer::close);
  }

  @Test
  void areCountedWithTheirAgeUntilTheyAreTaken() {
    Awaitility.await().until(() -> held().equals("0.0 for 0.0"));
    String id = order("mug", 1);
    customer.awaitInvoice(id);
    turnNode(false);
    // A payment that was locked in ten minutes ago, at a node that is away since.
    change(
        "invoice SET state = 'HELD', instruction = 'SETTLE', due_at = 'epoch',"
            + " held_at = now() - interval '10 minutes'",
        id);
    change("simulated_invoice SET state = 'HELD', received_msat = amount_msat", id);
    Awaitility.await().until(() -> held().matches("1\\.0 for 6\\d\\d\\.0"));
    turnNode(true);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    Awaitility.await().until(() -> held().equals("0.0 for 0.0"));
  }

  @Test
  void haveTheTimeAtWhichTheyWereLockedIn() {
    String id = order("mug", 1);
    lockIn(customer.awaitInvoice(id));
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    assertThat(
            jdbc.sql(
                    """
                    SELECT held_at BETWEEN opened_at AND now() FROM invoice
                    WHERE payment_hash = (SELECT invoice_id FROM orders WHERE id = :id)
                    """)
                .param("id", id)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  /** As the metrics say: how many, and for how many seconds the oldest. */
  private String held() {
    String login = "operator:" + shop.text("operator_key");
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    String metrics =
        shop.send("GET", "/actuator/prometheus", null, Map.of("Authorization", "Basic " + basic))
            .body();
    return value(metrics, "caravan_payments_held")
        + " for "
        + value(metrics, "caravan_payments_held_oldest_seconds");
  }

  private static String value(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .collect(Collectors.joining(","));
  }

  private void turnNode(boolean up) {
    shop.send("POST", "/simulator/node", "{\"up\":" + up + "}", Map.of());
  }

  private void change(String what, String orderId) {
    String where = " WHERE payment_hash = (SELECT invoice_id FROM orders WHERE id = :id)";
    assertThat(jdbc.sql("UPDATE " + what + where).param("id", orderId).update()).isOne();
  }

  private void lockIn(String invoice) {
    assertThat(shop.pay(invoice).body()).contains("\"HELD\"");
  }

  /** At the node, which is what a customer's wallet sees. */
  private String settledAndCancelled(List<String> orders) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE state = 'SETTLED') || '/'
              || count(*) FILTER (WHERE state = 'CANCELLED')
            FROM simulated_invoice WHERE payment_hash IN
              (SELECT invoice_id FROM orders WHERE id IN (:orders))
            """)
        .param("orders", orders)
        .query(String.class)
        .single();
  }
}
