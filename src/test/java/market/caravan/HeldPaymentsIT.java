package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Payments are held until the stock is: who comes too late is never charged. */
@CaravanIT
@TestPropertySource(properties = "caravan.checkout.hold=always")
class HeldPaymentsIT {

  private static final int CUSTOMERS = 5;

  @Autowired private JdbcClient jdbc;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private TestShop shop;

  @BeforeEach
  void openShop() {
    shop = TestShop.in(dataDirectory);
  }

  @Test
  void theLastPieceIsPaidByOneAndTheOthersAreNeverCharged() {
    List<TestCustomer> customers = new ArrayList<>();
    List<String> orders = new ArrayList<>();
    List<String> invoices = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      TestCustomer customer = shop.customer();
      customers.add(customer);
      orders.add(TestShop.newOrderId());
      customer.say(shop.order(orders.get(i), "teapot", 1));
      invoices.add(customer.awaitInvoice(orders.get(i))); // an unpaid order holds nothing
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
