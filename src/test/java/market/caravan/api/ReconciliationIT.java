package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Wallets;
import market.caravan.lightning.simulated.SimulatedNode;
import market.caravan.money.Msat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Books that are made to differ, and what is said of it. */
@TestPropertySource(
    properties = {
      "caravan.reconciliation.second-look-after=3s",
      "caravan.operation.figures-every=1s"
    })
class ReconciliationIT extends MerchantApi {

  private static final String PATH = "/api/v1/reconciliations";

  @Autowired private JdbcClient jdbc;
  @Autowired private SimulatedNode node;
  @Autowired private Wallets wallets;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private TestShop shop;

  @BeforeEach
  void openShop() {
    shop = TestShop.in(dataDirectory);
    nodeIsAskedAgain();
    jdbc.sql("UPDATE reconciliation SET requested_at = requested_at - interval '1 hour'").update();
  }

  @Test
  void reportsWhatDiffersAndChangesNothing() {
    try (TestCustomer customer = shop.customer()) {
      paid(customer);
      open(customer);
      somebodyElseIsPaid();
      String settledThere = paid(customer);
      ours(settledThere, "state = 'EXPIRED', received_msat = 0, settled_at = NULL");
      order(settledThere, "status = 'EXPIRED'");
      String settledHere = paid(customer);
      theirs(settledHere, "state = 'EXPIRED', received_msat = 0");
      String amount = paid(customer);
      theirs(amount, "received_msat = received_msat + 1");
      String payable = open(customer);
      ours(payable, "state = 'EXPIRED'");
      order(payable, "status = 'EXPIRED'");
      String lost = paid(customer);
      ours(lost, "payment_hash = '" + Preimage.random().hash() + "'");
      String notPaid = paid(customer);
      order(notPaid, "status = 'EXPIRED'");
      String unpaid = paid(customer);
      ours(unpaid, "state = 'CANCELLED', received_msat = 0, settled_at = NULL");
      theirs(unpaid, "state = 'CANCELLED', received_msat = 0");
      String underWay = paid(customer);
      ours(underWay, "state = 'CANCELLED'");
      order(underWay, "status = 'EXPIRED'");

      long id = requested();
      assertThat(call("POST", PATH, merchant.adminKey).statusCode()).isEqualTo(202);
      await().until(() -> state(id).equals("SUSPECTING"));
      ours(underWay, "state = 'SETTLED'");
      order(underWay, "status = 'PAID'");
      List<String> before = books();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(id).equals("DONE"));

      JsonNode report = report(id, shop.text("invoice_key"));
      assertThat(kinds(report.path("found")))
          .containsExactlyInAnyOrder(
              settledThere + " SETTLED_ONLY_AT_NODE EXPIRED SETTLED",
              settledHere + " SETTLED_ONLY_HERE SETTLED EXPIRED",
              amount + " AMOUNT_DIFFERS SETTLED SETTLED",
              payable + " STATE_DIFFERS EXPIRED OPEN",
              lost + " UNKNOWN_AT_NODE SETTLED null",
              notPaid + " ORDER_NOT_PAID EXPIRED null",
              unpaid + " PAID_WITHOUT_PAYMENT PAID null");
      assertThat(report.path("differences").asInt()).isEqualTo(7);
      assertThat(books()).as("nothing is repaired").isEqualTo(before);

      JsonNode ofAnother = report(id, merchant.invoiceKey);
      assertThat(ofAnother.path("found")).isEmpty();
      assertThat(ofAnother.path("differences").asInt()).isZero();

      JsonNode ofTheOperator = operator("/" + id);
      assertThat(ofTheOperator.path("reconciliation").path("differences").asInt()).isEqualTo(8);
      assertThat(ofTheOperator.path("found"))
          .filteredOn(found -> found.path("kind").asText().equals("UNKNOWN_HERE"))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.path("orderId").asText()).isEqualTo(lost);
                assertThat(found.path("merchantId").isNull()).isTrue();
              });
      await()
          .untilAsserted(
              () ->
                  assertThat(send("/actuator/metrics/caravan.reconciliation.differences").body())
                      .contains("\"value\":8.0"));
    }
  }

  @Test
  void saysSoWhereTheNodeIsAwayAndIsMadeWhenAskedForAgain() {
    node.setUp(false);
    try {
      long id = requested();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(id).equals("FAILED"));
      assertThat(report(id, merchant.invoiceKey).path("error").asText())
          .isIn("node-away", "node-left-alone");
    } finally {
      node.setUp(true);
    }
    nodeIsAskedAgain();
    jdbc.sql("UPDATE reconciliation SET requested_at = requested_at - interval '1 hour'").update();
    long again = requested();
    await().atMost(Duration.ofSeconds(30)).until(() -> state(again).equals("DONE"));
    JsonNode newest = OwnMerchant.json(call("GET", PATH, merchant.invoiceKey)).path(0);
    assertThat(newest.path("id").asLong()).isEqualTo(again);
    assertThat(newest.has("found") && !newest.path("found").isNull()).isFalse();
  }

  @Test
  void areAskedForWithTheAdminKeyAndReadByNobodyWithoutAKey() {
    assertThat(call("POST", PATH, merchant.invoiceKey).statusCode()).isEqualTo(403);
    assertThat(call("GET", PATH, "nobody's").statusCode()).isEqualTo(401);
    assertThat(call("GET", PATH + "/4711000", merchant.invoiceKey).statusCode()).isEqualTo(404);
    assertThat(call("GET", PATH + "/x", merchant.invoiceKey).statusCode()).isEqualTo(404);
    assertThat(call("GET", PATH, accountWithoutMerchant()).statusCode()).isEqualTo(404);
    assertThat(shop.send("GET", "/actuator/reconciliations", null, Map.of()).statusCode())
        .isIn(401, 302);
  }

  private void nodeIsAskedAgain() {
    await("the node is not left alone any more")
        .atMost(Duration.ofMinutes(2))
        .until(() -> wallets.node("").readiness() != Readiness.AWAY);
  }

  private String open(TestCustomer customer) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, shop.product(0), 1));
    customer.awaitInvoice(id);
    return id;
  }

  private String paid(TestCustomer customer) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, shop.product(0), 1));
    shop.pay(customer.awaitInvoice(id));
    customer.await(id, 2);
    return id;
  }

  private void somebodyElseIsPaid() {
    Preimage preimage = Preimage.random();
    var invoice =
        node.create(
            new InvoiceRequest(
                preimage.hash(), preimage, Msat.ofSat(5), "A coffee", Duration.ofMinutes(5)));
    node.pay(String.valueOf(invoice.bolt11()));
  }

  private void ours(String orderId, String changes) {
    change("invoice SET " + changes + " WHERE order_seq = (SELECT seq FROM orders", ")", orderId);
  }

  private void order(String orderId, String changes) {
    change("orders SET " + changes, "", orderId);
  }

  private void theirs(String orderId, String changes) {
    change(
        "simulated_invoice SET " + changes + " WHERE payment_hash = (SELECT invoice_id FROM orders",
        ")",
        orderId);
  }

  private void change(String what, String end, String orderId) {
    int changed =
        jdbc.sql("UPDATE " + what + " WHERE id = :id" + end).param("id", orderId).update();
    assertThat(changed).isOne();
  }

  /** Everything that a repair would touch. */
  private List<String> books() {
    return jdbc.sql(
            """
            SELECT o.id || o.status || o.invoice_id || i.state || i.received_msat
                   || coalesce(i.instruction, '') || coalesce(s.state, '')
                   || coalesce(s.received_msat, 0)
                   || (SELECT count(*) FROM order_history h WHERE h.order_seq = o.seq)
              FROM orders o JOIN invoice i ON i.order_seq = o.seq
              LEFT JOIN simulated_invoice s ON s.payment_hash = o.invoice_id ORDER BY o.seq
            """)
        .query(String.class)
        .list();
  }

  private long requested() {
    HttpResponse<String> answer = call("POST", PATH, merchant.adminKey);
    assertThat(answer.statusCode()).isEqualTo(202);
    return OwnMerchant.json(answer).path("id").asLong();
  }

  private String state(long id) {
    return report(id, merchant.invoiceKey).path("state").asText();
  }

  private JsonNode report(long id, String key) {
    return OwnMerchant.json(call("GET", PATH + "/" + id, key));
  }

  private static List<String> kinds(JsonNode found) {
    return StreamSupport.stream(found.spliterator(), false)
        .map(
            each ->
                "%s %s %s %s"
                    .formatted(
                        each.path("order_id").asText(),
                        each.path("kind").asText(),
                        each.path("here").asText(),
                        each.path("at_node").asText()))
        .toList();
  }

  private HttpResponse<String> call(String method, String path, String key) {
    return shop.send(method, path, null, Map.of("X-Api-Key", key));
  }

  private JsonNode operator(String path) {
    return OwnMerchant.json(send("/actuator/reconciliations" + path));
  }

  private HttpResponse<String> send(String path) {
    String login = "operator:" + shop.text("operator_key");
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return shop.send("GET", path, null, Map.of("Authorization", "Basic " + basic));
  }
}
