package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.nostr.KeyPair;
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

  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
            Files.createDirectory(data.resolve("caravan")),
            "caravan.relays=" + address,
            "caravan.lightning.breaker.retry-after=1s");
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
      disconnect(admin);
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      await().atMost(PATIENCE).until(() -> !isReady());

      admin.sql("ALTER DATABASE caravan WITH ALLOW_CONNECTIONS true").update();
      assertBuys(customer, id);
    }
  }

  @Test
  void ordersAreTakenThatCameWhileTheDatabaseWasReadOnly() {
    try (TestCustomer customer = shop.customer()) {
      JdbcClient admin = caravan.database("postgres");
      admin.sql("ALTER DATABASE caravan SET default_transaction_read_only = on").update();
      disconnect(admin);
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      await()
          .during(Duration.ofSeconds(3))
          .atMost(PATIENCE)
          .until(() -> status(id).isEmpty() && customer.heard(id, 1).isEmpty());

      admin.sql("ALTER DATABASE caravan RESET default_transaction_read_only").update();
      disconnect(admin);
      assertBuys(customer, id);
    }
  }

  @Test
  void invoicesAreMadeForOrdersThatCameWhileTheNodeWasAway() {
    try (TestCustomer customer = shop.customer()) {
      switchNode(false);
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      await().atMost(PATIENCE).until(() -> status(id).equals(Optional.of("PLACED")));

      switchNode(true);
      assertBuys(customer, id);
    }
  }

  @Test
  void repliesArriveThatWereDecidedWhileTheRelayWasAway() {
    KeyPair keys = KeyPair.generate();
    String id = TestShop.newOrderId();
    String invoice;
    try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
      customer.say(shop.order(id, shop.product(0), 1));
      invoice = customer.awaitInvoice(id);
    }
    relay.kill();
    assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> hasBeenTried(id, 2));
    relay.start();
    try (TestCustomer customer = patientCustomer(relay.shop(), keys)) {
      assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
      assertThat(customer.heard(id, 2)).hasSize(1);
    }
  }

  @Test
  void aRelayThatComesBackIsReadAgain() {
    relay.kill();
    relay.start();
    TestShop again = relay.shop();
    try (TestCustomer customer = patientCustomer(again, KeyPair.generate())) {
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

  private TestCustomer patientCustomer(TestShop relayShop, KeyPair keys) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> new TestCustomer(relayShop.relay(), shop.merchant(), keys),
            connected -> connected != null);
  }

  private static void disconnect(JdbcClient admin) {
    List<Boolean> unused =
        admin
            .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'caravan'")
            .query(Boolean.class)
            .list();
  }

  private Optional<String> status(String orderId) {
    return caravan
        .database()
        .sql("SELECT status FROM orders WHERE id = :id")
        .param("id", orderId)
        .query(String.class)
        .optional();
  }

  private boolean hasBeenTried(String orderId, int type) {
    return caravan
        .database()
        .sql(
            """
            SELECT count(*) > 0 FROM outbox_delivery JOIN outbox_signed o USING (event_id)
            JOIN orders ON orders.seq = o.order_seq WHERE orders.id = :id AND o.type = :type
            """)
        .param("id", orderId)
        .param("type", type)
        .query(Boolean.class)
        .single();
  }

  /** Takes as long to say no as intake takes to notice that the database is away. */
  private boolean isReady() {
    return shop.send("GET", "/actuator/health/readiness", null, Map.of()).statusCode() == 200;
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
