package market.caravan.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import market.caravan.CaravanIT;
import market.caravan.TestDatabase;
import market.caravan.TestShop;
import market.caravan.nostr.relay.ScriptedRelay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** PostgreSQL goes, comes back, is full or slow; the relay keeps the order, which is taken once. */
@CaravanIT
@DirtiesContext
class DatabaseFaultsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ScriptedRelay RELAY = new ScriptedRelay();
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final URI SERVER =
      URI.create(DATABASE.dataSource().getJdbcUrl().substring("jdbc:".length()));
  private static final Wire WIRE = new Wire(SERVER.getPort());
  private static final JdbcClient ADMIN = JdbcClient.create(DATABASE.dataSource());

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private TestShop shop;
  private RelayedCustomer customer;

  @DynamicPropertySource
  static void goThroughTheWire(DynamicPropertyRegistry properties) {
    ADMIN.sql("CREATE ROLE shopkeeper LOGIN PASSWORD 'secret'").update();
    String name = SERVER.getPath().substring(1);
    ADMIN.sql("GRANT ALL ON SCHEMA public TO shopkeeper").update();
    ADMIN.sql("GRANT CREATE ON DATABASE " + name + " TO shopkeeper").update();
    own("public");
    own("relay");
    properties.add(
        "spring.datasource.url", () -> "jdbc:postgresql://127.0.0.1:" + WIRE.port() + "/" + name);
    properties.add("spring.datasource.username", () -> "shopkeeper");
    properties.add("spring.datasource.password", () -> "secret");
    properties.add("spring.datasource.hikari.connection-timeout", () -> "1000");
    properties.add("spring.datasource.hikari.data-source-properties.socketTimeout", () -> "3");
    properties.add(
        "spring.datasource.hikari.data-source-properties.options", () -> "-c lock_timeout=1s");
    properties.add("caravan.relays", RELAY::url);
  }

  private static void own(String schema) {
    ADMIN
        .sql("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = ?")
        .param(schema)
        .query(String.class)
        .list()
        .forEach(table -> ADMIN.sql("GRANT ALL ON " + table + " TO shopkeeper").update());
    ADMIN.sql("GRANT ALL ON SCHEMA " + schema + " TO shopkeeper").update();
    ADMIN.sql("GRANT ALL ON ALL SEQUENCES IN SCHEMA " + schema + " TO shopkeeper").update();
    ADMIN.sql("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO shopkeeper").update();
  }

  @AfterAll
  static void stop() {
    WIRE.mend();
    RELAY.close();
  }

  @BeforeEach
  void open() {
    shop = TestShop.in(dataDirectory);
    customer = new RelayedCustomer(RELAY, shop);
  }

  @AfterEach
  void mend() {
    WIRE.mend();
    ADMIN.sql("ALTER ROLE shopkeeper CONNECTION LIMIT -1").update();
    await().atMost(PATIENCE).until(() -> shop.get("/order").statusCode() == 200);
  }

  @Test
  void stopsAndStartsAgain() {
    WIRE.cut();
    RELAY.bring(customer.order(1, Instant.now()));
    assertThat(shop.get("/order").statusCode()).isEqualTo(503);
    WIRE.mend();
    customer.buys();
  }

  @Test
  void stopsWhileAnOrderIsPaid() {
    RELAY.bring(customer.order(1, Instant.now()));
    customer.awaitInvoice();
    Thread cutting = Thread.ofVirtual().start(WIRE::cut);
    boolean paid = shop.pay(customer.awaitInvoice()).statusCode() == 200;
    await().until(() -> !cutting.isAlive());
    WIRE.mend();
    await().atMost(PATIENCE).until(() -> paid || List.of(200, 409).contains(payAgain()));
    assertThat(customer.await(2).path("paid").asBoolean()).isTrue();
    assertThat(customer.heard(2)).hasSize(1);
  }

  private int payAgain() {
    return shop.pay(customer.awaitInvoice()).statusCode();
  }

  @Test
  void runsOutOfConnections() {
    ADMIN.sql("ALTER ROLE shopkeeper CONNECTION LIMIT 0").update();
    List<Boolean> unused =
        ADMIN
            .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?")
            .param("shopkeeper")
            .query(Boolean.class)
            .list();
    RELAY.bring(customer.order(1, Instant.now()));
    await().atMost(PATIENCE).until(() -> shop.get("/order").statusCode() == 503);
    ADMIN.sql("ALTER ROLE shopkeeper CONNECTION LIMIT 2").update();
    customer.buys();
  }

  @Test
  void isSlow() {
    WIRE.slowDown(Duration.ofMillis(50));
    RELAY.bring(customer.order(1, Instant.now()));
    customer.buys();
  }

  @Test
  void letsSomebodyKeepARowForHimself() {
    RelayedCustomer other = new RelayedCustomer(RELAY, shop);
    new TransactionTemplate(new DataSourceTransactionManager(DATABASE.dataSource()))
        .executeWithoutResult(
            kept -> {
              ADMIN.sql("SELECT id FROM product WHERE id = 'mug' FOR UPDATE").query().listOfRows();
              RELAY.bring(customer.order(1, Instant.now()));
              RELAY.bring(other.order("pan", 1, Instant.now()));
              other.buys();
              assertThat(customer.answers()).isEmpty();
              ADMIN.sql("SELECT seq FROM orders FOR UPDATE").query().listOfRows();
              assertThat(ship(other)).isEqualTo(503);
            });
    customer.buys();
  }

  private int ship(RelayedCustomer buyer) {
    String body = "{\"id\":\"%s\",\"message\":null,\"shipped\":true}".formatted(buyer.orderId());
    return shop.patch("/order/" + buyer.orderId(), body).statusCode();
  }

  @Test
  void saysNothingAnyMore() {
    WIRE.goDead();
    RELAY.bring(customer.order(1, Instant.now()));
    assertThat(shop.get("/order").statusCode()).isEqualTo(503);
    WIRE.mend();
    customer.buys();
  }
}
