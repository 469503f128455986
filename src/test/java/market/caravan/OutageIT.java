package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What goes away comes back, and nothing was missed: the relay, which is another Caravan's, the
 * database, the node, and we ourselves.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutageIT {

  @TempDir private static Path data;

  private CaravanProcess relay;
  private CaravanProcess caravan;
  private TestShop shop;

  @BeforeAll
  void start() throws IOException {
    relay = new CaravanProcess(Files.createDirectory(data.resolve("relay")));
    String address = relay.shop().text("relay");
    caravan =
        new CaravanProcess(
            Files.createDirectory(data.resolve("caravan")), "caravan.relays=" + address);
    shop = caravan.shop();
    assertThat(shop.text("relay")).isEqualTo(address);
  }

  @AfterAll
  void stop() {
    caravan.close();
    relay.close();
  }

  @Test
  void ordersAreTakenThatCameWhileTheDatabaseWasAway() {
    try (TestCustomer customer = shop.customer()) {
      JdbcClient admin = caravan.database("postgres");
      admin.sql("ALTER DATABASE caravan WITH ALLOW_CONNECTIONS false").update();
      admin
          .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'caravan'")
          .query(Boolean.class)
          .list();
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      assertThat(customer.heard(id, 1)).isEmpty();

      admin.sql("ALTER DATABASE caravan WITH ALLOW_CONNECTIONS true").update();
      assertBuys(customer, id);
    }
  }

  @Test
  void invoicesAreMadeForOrdersThatCameWhileTheNodeWasAway() {
    try (TestCustomer customer = shop.customer()) {
      switchNode(false);
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      assertThat(shop.get("/order/" + id).statusCode()).isIn(200, 404);

      switchNode(true);
      assertBuys(customer, id);
    }
  }

  @Test
  void aRelayThatComesBackIsReadAgain() {
    relay.kill();
    relay.start();
    TestShop again = relay.shop();
    try (TestCustomer customer = patientCustomer(again)) {
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      assertBuys(customer, id);
    }
  }

  @Test
  void ordersAreTakenThatCameWhileWeWereAway() {
    try (TestCustomer customer = shop.customer()) {
      caravan.killAll();
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      caravan.start();
      assertBuys(customer, id);
    }
  }

  private TestCustomer patientCustomer(TestShop relayShop) {
    return org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () -> new TestCustomer(relayShop.relay(), shop.merchant()),
            connected -> connected != null);
  }

  private void assertBuys(TestCustomer customer, String id) {
    String invoice = customer.awaitInvoice(id);
    assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
  }

  private void switchNode(boolean up) {
    assertThat(shop.send("POST", "/simulator/node", "{\"up\":" + up + "}", Map.of()).statusCode())
        .isEqualTo(200);
  }
}
