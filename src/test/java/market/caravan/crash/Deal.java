package market.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import market.caravan.CaravanProcess;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.awaitility.Awaitility;

/** One order of one customer, carried through to its end by people who try again until it works. */
final class Deal {

  /** How it is to end. */
  enum End {
    AWAITING_PAYMENT,
    PAID,
    SHIPPED,
    EXPIRED,
    REFUSED,
    /** Paid, by a second invoice. */
    REISSUED,
    /** Cancelled by the customer, unpaid. */
    WITHDRAWN,
    /** Paid, cancelled by the merchant, and the money is back. */
    REFUNDED
  }

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final CaravanProcess caravan;
  private final TestShop shop;
  private final End end;
  private final KeyPair keys = KeyPair.generate();
  private final String id = TestShop.newOrderId();

  Deal(CaravanProcess caravan, End end) {
    this.caravan = caravan;
    this.shop = caravan.shop();
    this.end = end;
  }

  /** Orders, and sees to it that the order comes to the last step before its end. */
  void begin() {
    String text = shop.order(id, shop.product(0), end == End.REFUSED ? 1_000_000 : 1);
    Event order = persistently(customer -> customer.message(text, Instant.now()));
    persistently(customer -> customer.publish(order));
    if (end == End.SHIPPED || end == End.REFUNDED) {
      pay();
      persistently(customer -> customer.await(id, 2));
    } else {
      persistently(customer -> customer.await(id, 1));
    }
  }

  /** Takes the last step, and waits until the customer was told of it, once. */
  void finish() {
    switch (end) {
      case PAID -> pay();
      case SHIPPED -> persistently(customer -> ship());
      case EXPIRED -> persistently(customer -> makeOverdue());
      case REISSUED -> payByAnotherInvoice();
      case WITHDRAWN -> send("cancel " + id);
      case REFUNDED -> beRefunded();
      case AWAITING_PAYMENT, REFUSED -> {}
    }
    persistently(this::awaitTheEnd);
  }

  void beginAndFinish() {
    begin();
    finish();
  }

  /** As {@link #beginAndFinish}, with the last step not before the latch is open. */
  void beginAndFinishAfter(CountDownLatch begun, CountDownLatch go) {
    begin();
    begun.countDown();
    Crowd.await(go);
    finish();
  }

  private void pay() {
    String invoice = persistently(customer -> customer.awaitInvoice(id));
    int status = persistently(customer -> succeeded(shop.pay(invoice).statusCode(), 200, 409));
    assertThat(status).as("paying").isIn(200, 409);
  }

  private void send(String text) {
    Event event = persistently(customer -> customer.message(text, Instant.now()));
    persistently(customer -> customer.publish(event));
  }

  private void payByAnotherInvoice() {
    persistently(customer -> reissue());
    String invoice =
        persistently(
            customer -> customer.await(id, 1, 2).getLast().at("/payment_options/0/link").asText());
    int status = persistently(customer -> succeeded(shop.pay(invoice).statusCode(), 200, 409));
    assertThat(status).as("paying").isIn(200, 409);
  }

  /** Whoever has asked in vain looks whether it was done before asking again. */
  private int reissue() {
    if (read("/api/v1/orders/" + id).path("invoices").size() > 1) {
      return 200;
    }
    String body = "{\"id\":\"%s\"}".formatted(id);
    return succeeded(
        shop.decide("PUT", "/nostrmarket/api/v1/order/reissue", body).statusCode(), 200);
  }

  private void beRefunded() {
    String order = "/api/v1/orders/" + id;
    persistently(
        c -> succeeded(shop.decide("PUT", order + "/cancellation", "").statusCode(), 200, 409));
    String refund = persistently(customer -> refund());
    persistently(
        c -> succeeded(shop.decide("PUT", refund + "/approve", "").statusCode(), 200, 409));
    long msat = persistently(customer -> read(refund).path("amount_msat").asLong());
    persistently(customer -> customer.await(id, 2, 3));
    send(persistently(customer -> walletInvoice(msat)));
  }

  private String refund() {
    return StreamSupport.stream(read("/api/v1/refunds").spliterator(), false)
        .filter(refund -> refund.path("order_id").asText().equals(id))
        .map(refund -> "/api/v1/refunds/" + refund.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private String walletInvoice(long msat) {
    String body = "{\"amount_msat\":%d}".formatted(msat);
    var answer = shop.send("POST", "/simulator/invoice", body, Map.of());
    succeeded(answer.statusCode(), 200, 201);
    return TestCustomer.json(answer.body()).path("payment_request").asText();
  }

  private JsonNode read(String path) {
    var answer = shop.send("GET", path, null, Map.of("X-Api-Key", shop.text("invoice_key")));
    succeeded(answer.statusCode(), 200);
    return TestCustomer.json(answer.body());
  }

  private int ship() {
    String body = "{\"id\":\"%s\",\"shipped\":true,\"message\":\"On its way\"}".formatted(id);
    return succeeded(shop.patch("/order/" + id, body).statusCode(), 200);
  }

  private static int succeeded(int status, Integer... wanted) {
    if (status >= 500) {
      throw new IllegalStateException("status " + status);
    }
    assertThat(status).isIn((Object[]) wanted);
    return status;
  }

  /** Has Caravan believe that the invoice is past its expiry, so that it tells the node so. */
  private int makeOverdue() {
    return caravan
        .database()
        .sql(
            """
            UPDATE invoice SET expires_at = now() - interval '1 hour' WHERE state = 'OPEN'
              AND order_seq = (SELECT seq FROM orders WHERE id = :id)
            """)
        .param("id", id)
        .update();
  }

  private List<JsonNode> awaitTheEnd(TestCustomer customer) {
    int updates =
        switch (end) {
          case AWAITING_PAYMENT, REFUSED -> 0;
          case PAID, EXPIRED, REISSUED, WITHDRAWN -> 1;
          case SHIPPED -> 2;
          case REFUNDED -> 4; // paid, cancelled, asked for an invoice, sent back
        };
    int requests = end == End.REISSUED ? 2 : 1;
    List<JsonNode> answers = customer.await(id, 1, requests);
    List<JsonNode> told = customer.await(id, 2, updates);
    assertThat(answers).as("answers to " + id).hasSize(requests);
    assertThat(answers.getLast().path("payment_options").isEmpty()).isEqualTo(end == End.REFUSED);
    assertThat(told).as("news of " + id).hasSize(updates);
    if (!told.isEmpty()) {
      assertThat(told.getLast().path("paid").asBoolean()).isEqualTo(isPaidAtItsEnd());
    }
    return told;
  }

  private boolean isPaidAtItsEnd() {
    return switch (end) {
      case PAID, SHIPPED, REISSUED -> true;
      case AWAITING_PAYMENT, REFUSED, EXPIRED, WITHDRAWN, REFUNDED -> false;
    };
  }

  private <T> T persistently(Function<TestCustomer, T> step) {
    Instant deadline = Instant.now().plus(PATIENCE);
    List<String> failures = new ArrayList<>();
    while (Instant.now().isBefore(deadline)) {
      try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
        return step.apply(customer);
      } catch (RuntimeException e) {
        failures.add(e.toString());
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      }
    }
    throw new IllegalStateException(
        id
            + " to be "
            + end
            + ": "
            + failures.stream().distinct().collect(Collectors.joining("; ")));
  }
}
