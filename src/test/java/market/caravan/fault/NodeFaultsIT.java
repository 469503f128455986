package market.caravan.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import market.caravan.CaravanIT;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.simulated.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The node does its work and answers badly; there is one invoice, one payment, one word of it. */
@CaravanIT
@DirtiesContext
@TestPropertySource(properties = {"caravan.checkout.lease=2s", "caravan.checkout.first-look-up=1s"})
class NodeFaultsIT {

  @Autowired private FaultyNode node;
  @Autowired private JdbcClient jdbc;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private final String id = TestShop.newOrderId();
  private TestShop shop;
  private TestCustomer customer;

  /** Puts the faulty node between Caravan and the simulated one. */
  @TestConfiguration
  static class BadLine {

    @Bean
    @Primary
    FaultyNode faultyNode(SimulatedNode node) {
      return new FaultyNode(node);
    }
  }

  @BeforeEach
  void open() {
    shop = TestShop.in(dataDirectory);
    customer = shop.customer();
  }

  @AfterEach
  void behave() {
    node.answer = UnaryOperator.identity();
    node.news = (invoice, listener) -> listener.accept(invoice);
    customer.close();
  }

  @Test
  void failsAfterItHasMadeTheInvoice() {
    AtomicInteger failures = new AtomicInteger();
    node.answer =
        invoice -> {
          if (failures.incrementAndGet() <= 6) {
            throw FaultyNode.lost();
          }
          return invoice;
        };
    customer.say(shop.order(id, "mug", 1));
    assertBuysOnce();
    assertThat(failures.get()).isGreaterThan(6);
    assertThat(node.created).hasSizeGreaterThan(6);
  }

  @Test
  void hangsUntilSomebodyElseHasAskedAgain() {
    CountDownLatch again = new CountDownLatch(2);
    node.answer =
        invoice -> {
          again.countDown();
          await(again);
          return invoice;
        };
    customer.say(shop.order(id, "mug", 1));
    assertBuysOnce();
  }

  @Test
  void repeatsItsNews() {
    node.news = (invoice, listener) -> Collections.nCopies(5, invoice).forEach(listener);
    customer.say(shop.order(id, "mug", 1));
    assertBuysOnce();
  }

  @Test
  void saysWhatWasBeforeAfterWhatIsNow() {
    node.news =
        (invoice, listener) ->
            List.of(open(invoice), invoice, open(invoice), invoice, open(invoice))
                .forEach(listener);
    customer.say(shop.order(id, "mug", 1));
    assertBuysOnce();
  }

  @Test
  void saysNothingOfItsOwn() {
    node.news = (invoice, listener) -> {};
    customer.say(shop.order(id, "mug", 1));
    assertBuysOnce();
  }

  private void assertBuysOnce() {
    assertThat(shop.pay(customer.awaitInvoice(id)).statusCode()).isEqualTo(200);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .until(() -> customer.heard(id, 1).size() == 1 && customer.heard(id, 2).size() == 1);
    assertThat(events()).containsExactly("PLACED", "OPENED", "SETTLED");
  }

  private List<String> events() {
    return jdbc.sql(
            """
            SELECT event FROM order_history h JOIN orders o ON o.seq = h.order_seq
            WHERE o.id = :id ORDER BY h.seq
            """)
        .param("id", id)
        .query(String.class)
        .list();
  }

  private static Invoice open(Invoice invoice) {
    return new Invoice(
        invoice.paymentHash(),
        invoice.bolt11(),
        invoice.amount(),
        invoice.received(),
        Invoice.State.OPEN,
        invoice.expiresAt(),
        null);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
