package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import market.caravan.crash.Books;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code kill -9} under load, again and again, and the books balance afterwards. */
class KillIT {

  private static final int CUSTOMERS = 6;
  private static final int ORDERS_EACH = 8;

  @TempDir private Path data;

  private final AtomicInteger paid = new AtomicInteger();

  @Test
  void losesNothingAndDoublesNothing() throws Exception {
    try (CaravanProcess caravan = new CaravanProcess(data);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestShop shop = caravan.shop();
      caravan.awaitUp();
      Books books = new Books(caravan);
      List<Future<List<Purchase>>> purchases = new ArrayList<>();
      for (int i = 0; i < CUSTOMERS; i++) {
        purchases.add(threads.submit(() -> new Buyer(shop).buyAll()));
      }
      int all = CUSTOMERS * ORDERS_EACH;
      killWhen(all / 6, caravan::kill, caravan);
      killWhen(all / 3, caravan::killAll, caravan);
      killWhen(all / 2, caravan::kill, caravan);

      List<Purchase> made = new ArrayList<>();
      for (Future<List<Purchase>> purchase : purchases) {
        made.addAll(purchase.get());
      }
      assertThat(made).hasSize(all);
      assertAllArePaid(caravan.database(), all);
      books.assertBalanceOnceSettled();
      for (Purchase purchase : made) {
        assertThat(purchase.invoices()).as(purchase.id()).hasSize(1);
        assertThat(purchase.paidMessages()).as(purchase.id()).isEqualTo(1);
      }

      loseTheDisk(caravan);
      assertAllAreRestored(caravan, shop, all);
    }
  }

  private void killWhen(int count, Runnable kill, CaravanProcess caravan) {
    Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> paid.get() >= count);
    kill.run();
    caravan.start();
  }

  private static void assertAllArePaid(JdbcClient database, int orders) {
    assertThat(
            database
                .sql("SELECT status, count(*) AS n FROM orders GROUP BY status")
                .query((row, n) -> Map.entry(row.getString(1), row.getInt(2)))
                .list())
        .containsExactly(Map.entry("PAID", orders));
    assertThat(one(database, "SELECT count(*) FROM invoice WHERE state = 'SETTLED'"))
        .isEqualTo(orders);
    assertThat(one(database, "SELECT 100000 - quantity FROM product WHERE id = 'mug'"))
        .isEqualTo(orders);
  }

  /** What is left is the merchant's key, what is for sale, and what the relay and the node have. */
  private static void loseTheDisk(CaravanProcess caravan) {
    caravan.kill();
    JdbcClient database = caravan.database();
    database
        .sql(
            """
            TRUNCATE orders, order_history, invoice, reservation, shipment, refund_decision, refund,
              refund_invoice, refund_history, outbox, outbox_event, outbox_delivery,
              message, customer, relay_cursor
            """)
        .update();
    database.sql("UPDATE merchant SET first_caught_up_at = NULL").update();
    caravan.start();
    caravan.awaitUp();
  }

  private static void assertAllAreRestored(CaravanProcess caravan, TestShop shop, int orders) {
    JdbcClient database = caravan.database();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> one(database, "SELECT count(*) FROM message WHERE state = 'HISTORY'") == orders);
    int said = one(database, "SELECT count(*) FROM relay.event WHERE kind = 4");

    HttpResponse<String> answer = shop.decide("PUT", "/nostrmarket/api/v1/orders/restore", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertAllArePaid(database, orders);
    assertThat(one(database, "SELECT count(*) FROM orders WHERE doubts IS NULL")).isEqualTo(orders);
    assertThat(one(database, "SELECT count(*) FROM customer")).isEqualTo(CUSTOMERS);
    assertThat(one(database, "SELECT count(*) FROM outbox WHERE recipient IS NOT NULL"))
        .as("nobody is told")
        .isZero();
    assertThat(one(database, "SELECT count(*) FROM relay.event WHERE kind = 4")).isEqualTo(said);
  }

  private static int one(JdbcClient database, String sql) {
    return database.sql(sql).query(Integer.class).single();
  }

  private record Purchase(String id, List<String> invoices, int paidMessages) {}

  /** Buys through every interruption, as a patient client does. */
  private final class Buyer {

    private final TestShop shop;
    private final KeyPair keys = KeyPair.generate();

    Buyer(TestShop shop) {
      this.shop = shop;
    }

    List<Purchase> buyAll() {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < ORDERS_EACH; i++) {
        ids.add(buy());
      }
      return persistently(
          customer -> {
            ids.forEach(id -> customer.await(id, 2));
            return ids.stream().map(id -> purchase(customer, id)).toList();
          });
    }

    private String buy() {
      String id = TestShop.newOrderId();
      String text = shop.order(id, shop.product(0), 1);
      Event event = persistently(customer -> customer.message(text, Instant.now()));
      persistently(customer -> customer.publish(event));
      String invoice = persistently(customer -> customer.awaitInvoice(id));
      int status = persistently(customer -> shop.pay(invoice).statusCode());
      assertThat(status).isIn(200, 409);
      paid.incrementAndGet();
      return id;
    }

    private Purchase purchase(TestCustomer customer, String id) {
      List<String> invoices =
          customer.heard(id, 1).stream()
              .map(json -> json.path("payment_options").path(0).path("link").asText())
              .toList();
      long paidMessages =
          customer.heard(id, 2).stream()
              .map(json -> json.path("paid"))
              .filter(JsonNode::asBoolean)
              .count();
      return new Purchase(id, invoices, Math.toIntExact(paidMessages));
    }

    private <T> T persistently(Step<T> step) {
      Instant deadline = Instant.now().plus(Duration.ofMinutes(3));
      List<RuntimeException> failures = new ArrayList<>();
      while (Instant.now().isBefore(deadline)) {
        try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
          return step.take(customer);
        } catch (RuntimeException e) {
          failures.add(e);
          Awaitility.await()
              .pollDelay(Duration.ofMillis(200))
              .until(() -> true); // between two tries, as a client's back-off
        }
      }
      throw new IllegalStateException(
          failures.stream().map(Throwable::toString).distinct().collect(Collectors.joining("; ")));
    }
  }

  private interface Step<T> {
    T take(TestCustomer customer);
  }
}
