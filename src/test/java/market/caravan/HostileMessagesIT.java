package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What bad input gets, from outside; each time the neighbour's order still goes through. */
class HostileMessagesIT extends AtTheShop {

  @Autowired private JdbcClient jdbc;

  static Stream<Arguments> ordersAndReasons() {
    return Stream.of(
        Arguments.of("[]", "no products"),
        Arguments.of("{}", "no products"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":0}]", "at least 1"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":-1}]", "at least 1"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":0.5}]", "whole number"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":9007199254740992}]", "no more than"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":1e308}]", "whole number"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":1e99999999999}]", "whole number"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":\"2\"}]", "whole number"),
        Arguments.of("[{\"product_id\":\"MUG\",\"quantity\":100001}]", "stock"),
        Arguments.of(
            "[{\"product_id\":\"MUG\",\"quantity\":60000},{\"product_id\":\"MUG\",\"quantity\":60000}]",
            "stock"),
        Arguments.of("[{\"product_id\":\"no-such-thing\",\"quantity\":1}]", "not sold here"),
        Arguments.of("[{\"quantity\":1}]", "names no product"),
        Arguments.of(
            Stream.generate(() -> "{\"product_id\":\"MUG\",\"quantity\":1}")
                .limit(1000)
                .collect(Collectors.joining(",", "[", "]")),
            "no more than 100 lines"));
  }

  @ParameterizedTest
  @MethodSource("ordersAndReasons")
  void anOrderThatCannotBeIsRefusedWithTheReason(String items, String reason) {
    String id = TestShop.newOrderId();
    customer.say(order(id, items.replace("MUG", shop.product(0)), shop.zone()));
    assertRefused(id, reason);
    assertNeighbourIsServed();
  }

  @Test
  void aNumberBeyondAnyNumberIsOverlookedWhereItMeansNothing() {
    String id = TestShop.newOrderId();
    String order = shop.order(id, shop.product(0), 1);
    customer.say(order.replaceFirst("[{]", "{\"later\":1e99999999999,"));
    assertThat(customer.awaitInvoice(id)).startsWith("lnbcrt");
  }

  @Test
  void aZoneThatIsUnknownOrOfAnotherStallIsRefused() {
    String items = "[{\"product_id\":\"%s\",\"quantity\":1}]".formatted(shop.product(0));
    String otherZone =
        jdbc.sql("SELECT zone_id FROM stall_zone WHERE stall_id <> :stall LIMIT 1")
            .param("stall", shop.text("stall_id"))
            .query(String.class)
            .single();
    for (String zone : List.of("nowhere", otherZone)) {
      String id = TestShop.newOrderId();
      customer.say(order(id, items, zone));
      assertRefused(id, "does not ship");
    }
  }

  @Test
  void productsOfTwoStallsAreRefused() {
    String other =
        jdbc.sql("SELECT id FROM product WHERE stall_id <> :stall LIMIT 1")
            .param("stall", shop.text("stall_id"))
            .query(String.class)
            .single();
    String id = TestShop.newOrderId();
    String items =
        "[{\"product_id\":\"%s\",\"quantity\":1},{\"product_id\":\"%s\",\"quantity\":1}]"
            .formatted(shop.product(0), other);
    customer.say(order(id, items, shop.zone()));
    assertRefused(id, "different stalls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello, do you ship to Iceland?",
        "{\"type\":0,\"items\":[]}",
        "{\"id\":\"x y\",\"type\":0}",
        "{\"id\":\"paid\",\"type\":2,\"paid\":true,\"shipped\":true}",
        "{\"id\":\"bill\",\"type\":1,\"payment_options\":[]}",
        "{\"broken\":",
        "nul \u0000 in text",
        "[[[[[[[[[[[[[["
      })
  void whatIsNoOrderIsFiledAndNeverAnswered(String text) {
    customer.say(text);
    assertNeighbourIsServed();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> filed(customer) == 1);
    assertThat(customer.heard()).isEmpty();
  }

  @Test
  void aStatusFromACustomerMovesNothing() {
    String id = order(shop.product(0), 1);
    customer.awaitInvoice(id);
    customer.say("{\"id\":\"%s\",\"type\":2,\"paid\":true,\"shipped\":true}".formatted(id));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> filed(customer) == 2);
    assertThat(shop.read("/order/" + id).path("paid").asBoolean()).isFalse();
  }

  @Test
  void nulAndLoneSurrogatesInAnOrderAreReplaced() {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, shop.product(0), 1).replace("1 Test Street", "a\\u0000b\\ud800c"));
    customer.awaitInvoice(id);
    assertThat(shop.read("/order/" + id).path("address").asText()).isEqualTo("a\uFFFDb\uFFFDc");
  }

  @Test
  void deepJsonAndAMegabyteOfContentHarmNobody() {
    customer.say("{\"id\":\"deep\",\"type\":0,\"items\":" + "[".repeat(20_000));
    Event large = customer.message("x".repeat(1_000_000), Instant.now());
    try (TestCustomer other = shop.customer()) {
      other.send("[\"EVENT\"," + EventJson.write(large) + "]");
    }
    assertNeighbourIsServed();
    assertThat(customer.heard()).isEmpty();
  }

  @Test
  void anUndecryptableMessageIsSilence() {
    KeyPair stranger = KeyPair.generate();
    for (String content :
        List.of("", "garbage", "AAAA?iv=AAAA", "?iv=", "AAAA?iv=" + "A".repeat(5000))) {
      customer.publish(
          stranger.sign(
              new EventTemplate(
                  4, Instant.now(), List.of(List.of("p", shop.merchant().hex())), content)));
    }
    assertNeighbourIsServed();
  }

  @Test
  void anotherCustomersOrderIdIsAnOrderOfOnesOwn() {
    String id = order(shop.product(0), 1);
    String invoice = customer.awaitInvoice(id);
    try (TestCustomer other = shop.customer()) {
      other.say(shop.order(id, shop.product(0), 1));
      assertThat(other.awaitInvoice(id)).isNotEqualTo(invoice);
      assertThat(shop.get("/order/" + id).statusCode()).isEqualTo(409);
      assertThat(shop.get("/order/" + id + "?pubkey=" + other.pubkey()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void theSameOrderFromTwoConnectionsAtOnceIsOneOrder() throws Exception {
    String id = TestShop.newOrderId();
    String order = shop.order(id, shop.product(0), 1);
    try (TestCustomer twin = new TestCustomer(shop.relay(), shop.merchant());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Event one = customer.message(order, Instant.now());
      Event same = customer.message(order, Instant.now());
      List<Callable<JsonNode>> sendings =
          List.of(() -> customer.publish(one), () -> twin.publish(same), () -> twin.publish(one));
      threads.invokeAll(sendings);
    }
    customer.awaitInvoice(id);
    assertThat(orders(id)).isEqualTo(1);
    assertThat(
            jdbc.sql("SELECT count(*) FROM invoice JOIN orders ON seq = order_seq WHERE id = :id")
                .param("id", id)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  private void assertRefused(String id, String reason) {
    JsonNode answer = customer.await(id, 1);
    assertThat(answer.path("payment_options").isArray()).isTrue();
    assertThat(answer.path("payment_options")).isEmpty();
    assertThat(answer.path("message").asText()).contains(reason);
  }

  private void assertNeighbourIsServed() {
    try (TestCustomer neighbour = shop.customer()) {
      String id = TestShop.newOrderId();
      neighbour.say(shop.order(id, shop.product(0), 1));
      assertThat(neighbour.awaitInvoice(id)).startsWith("lnbcrt");
    }
  }

  private int filed(TestCustomer author) {
    return jdbc.sql("SELECT count(*) FROM message WHERE customer = :customer")
        .param("customer", author.pubkey().hex())
        .query(Integer.class)
        .single();
  }

  private int orders(String id) {
    return jdbc.sql("SELECT count(*) FROM orders WHERE id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  private static String order(String id, String items, String zone) {
    return "{\"id\":\"%s\",\"type\":0,\"items\":%s,\"shipping_id\":\"%s\"}"
        .formatted(id, items, zone);
  }
}
