package market.caravan.lightning.lnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import market.caravan.CaravanProcess;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.lightning.Bolt11;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Orders that are paid at LND, whatever becomes of the connection. */
@TestInstance(Lifecycle.PER_CLASS)
class LndOrdersIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path data;

  private PretendedLnd lnd;
  private CaravanProcess caravan;
  private TestShop shop;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    lnd = new PretendedLnd(data);
    Path certificate = Files.writeString(data.resolve("tls.cert"), lnd.certificate());
    Path macaroon =
        Files.write(data.resolve("invoice.macaroon"), HexFormat.of().parseHex(lnd.macaroon));
    caravan =
        new CaravanProcess(
            Files.createDirectory(data.resolve("caravan")),
            "caravan.lightning.backend=lnd",
            "caravan.lightning.lnd.host=127.0.0.1",
            "caravan.lightning.lnd.port=" + lnd.port(),
            "caravan.lightning.lnd.tls-certificate=" + certificate,
            "caravan.lightning.lnd.macaroon=" + macaroon,
            "caravan.lightning.lnd.network=regtest");
    shop = caravan.shop();
  }

  @AfterAll
  void stop() {
    caravan.close();
    lnd.close();
  }

  @Test
  void areSoldForWhatArrivesThere() {
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      Bolt11 invoice = invoiced(customer, id);
      assertThat(invoice.payee()).isEqualTo(lnd.nodeId());
      assertThat(invoice.description()).contains(id);
      assertSold(customer, id, invoice);
    }
  }

  @Test
  void areSoldAfterTheNewsWasInterrupted() {
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      Bolt11 invoice = invoiced(customer, id);
      await().atMost(PATIENCE).until(() -> lnd.streams() == 1);
      lnd.dropStreams();
      assertSold(customer, id, invoice);
    }
  }

  @Test
  void areSoldThatWerePaidWhileWeWereAway() {
    KeyPair keys = KeyPair.generate();
    String id = TestShop.newOrderId();
    Bolt11 invoice;
    try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
      invoice = invoiced(customer, id);
    }
    caravan.killAll();
    lnd.pay(invoice.paymentHash(), price(invoice));
    caravan.start();
    caravan.awaitUp();
    try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
      assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    }
  }

  @Test
  void areInvoicedOnceThatLndHasAnsweredToInVain() {
    try (TestCustomer customer = shop.customer()) {
      lnd.failAfter.add("addInvoice");
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      await().atMost(PATIENCE).until(() -> lnd.asked().contains("addInvoice"));
      lnd.failAfter.clear();
      Bolt11 invoice = Bolt11.decode(customer.awaitInvoice(id));
      assertSold(customer, id, invoice);
    }
  }

  @Test
  void waitForTheOperatorWhereTheMacaroonIsRefusedAndAreInvoicedThen() {
    lnd.refusesMacaroons = true;
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      awaitLog("caravan.lightning.lnd.macaroon: invoice.macaroon is enough");
      assertThat(status(id)).isEqualTo("PLACED");
      lnd.refusesMacaroons = false;
      assertSold(customer, id, Bolt11.decode(customer.awaitInvoice(id)));
    } finally {
      lnd.refusesMacaroons = false;
    }
    assertThat(caravan.log()).doesNotContain(lnd.macaroon);
  }

  @Test
  void waitForTheOperatorWhereTheNodeIsOnAnotherNetwork() {
    lnd.lies = asked -> asked.toBuilder().setFallbackAddr("other network").build();
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, shop.product(0), 1));
      awaitLog("LND's invoices have another network than caravan.lightning.lnd.network says");
      assertThat(status(id)).isEqualTo("PLACED");
    } finally {
      lnd.lies = UnaryOperator.identity();
    }
  }

  private String status(String id) {
    return caravan
        .database()
        .sql("SELECT status FROM orders WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private void awaitLog(String words) {
    await().atMost(PATIENCE).until(() -> caravan.log().contains(words));
  }

  private Bolt11 invoiced(TestCustomer customer, String id) {
    customer.say(shop.order(id, shop.product(0), 1));
    return Bolt11.decode(customer.awaitInvoice(id));
  }

  private void assertSold(TestCustomer customer, String id, Bolt11 invoice) {
    lnd.pay(invoice.paymentHash(), price(invoice));
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
  }

  private static Msat price(Bolt11 invoice) {
    return Objects.requireNonNull(invoice.amount());
  }
}
