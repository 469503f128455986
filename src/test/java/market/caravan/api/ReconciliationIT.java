package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import market.caravan.reconciliation.Reconciler;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Books that are made to differ, and what is said of it. */
@TestPropertySource(
    properties = {
      "caravan.reconciliation.second-look-after=3s",
      "caravan.lightning.wallets.spare.backend=simulated",
      "caravan.lightning.breaker.retry-after=1s",
      "caravan.operation.figures-every=1s"
    })
class ReconciliationIT extends MerchantApi {

  private static final String PATH = "/api/v1/reconciliations";
  private static final String DEFAULT = "default";
  private static final String SPARE = "spare";
  private static final List<String> AWAY = List.of("node-away", "node-left-alone");

  @Autowired private JdbcClient jdbc;
  @Autowired private CamelContext camel;
  @Autowired private SimulatedNode node;
  @Autowired private Wallets wallets;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reconciler.class);

  private TestShop shop;

  /** What the tests before have left is too old to be compared. */
  @BeforeEach
  void openShop() {
    shop = TestShop.in(dataDirectory);
    lines.start();
    logger.addAppender(lines);
    jdbc.sql(
            """
            INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
            SELECT merchant_id, 'annex', :spare, 'Annex', currency, description FROM stall
             WHERE merchant_id = (SELECT merchant_id FROM product WHERE id = :product) LIMIT 1
            ON CONFLICT DO NOTHING
            """)
        .param("spare", SPARE)
        .param("product", shop.product(0))
        .update();
    turn(DEFAULT, true);
    turn(SPARE, true);
    for (String sql :
        List.of(
            "orders SET placed_at = placed_at - interval '60 days'",
            "invoice SET created_at = created_at - interval '60 days',"
                + " settled_at = settled_at - interval '60 days'",
            "simulated_invoice SET settled_at = settled_at - interval '60 days'")) {
      jdbc.sql("UPDATE " + sql).update();
    }
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
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
      assertThat(OwnMerchant.json(call("POST", PATH, merchant.adminKey)).path("id").asLong())
          .isEqualTo(id);
      await().until(() -> state(id).equals("SUSPECTING"));
      ours(underWay, "state = 'SETTLED'");
      order(underWay, "status = 'PAID'");
      List<String> before = books();
      JsonNode report = ended(id, "DONE");

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
      await().untilAsserted(() -> assertThat(metric("differences")).contains("\"value\":8.0"));
    }
  }

  @Test
  void leavesAWalletOutThatIsAwayAtTheFirstLookAndComparesTheOthersToTheEnd() throws Exception {
    ManagedRouteMBean asking =
        camel
            .getCamelContextExtension()
            .getContextPlugin(ManagedCamelContext.class)
            .getManagedRoute("ask-for-books");
    long askedAgain = asking.getRedeliveries();
    try (TestCustomer customer = shop.customer()) {
      String differs = paid(customer);
      theirs(differs, "received_msat = received_msat + 1");
      String away = moved(paid(customer));
      turn(SPARE, false);

      JsonNode report = compared("INCOMPLETE");
      assertThat(fields(report.path("left_out"))).containsExactly(SPARE);
      assertThat(report.path("left_out").path(SPARE).asText()).isIn(AWAY);
      assertThat(asking.getRedeliveries()).as("asked again before").isGreaterThan(askedAgain);
      assertThat(report.path("error").isNull()).isTrue();
      assertThat(report.path("differences").asInt()).isEqualTo(1);
      JsonNode ofAnother = report(report.path("id").asLong(), merchant.invoiceKey);
      assertThat(ofAnother.path("left_out")).as("wallets of others").isEmpty();
      assertThat(confirmed(report)).containsExactly(differs + " AMOUNT_DIFFERS true");
      await()
          .untilAsserted(
              () -> {
                assertThat(metric("left.out?tag=wallet:" + SPARE)).contains("\"value\":1.0");
                assertThat(metric("differences")).contains("\"value\":1.0");
              });
      assertThat(told(report)).contains("could not be compared").contains(SPARE + "=node-");

      turn(SPARE, true);
      JsonNode again = compared("DONE");
      assertThat(again.path("left_out")).isEmpty();
      assertThat(confirmed(again))
          .containsExactlyInAnyOrder(
              differs + " AMOUNT_DIFFERS true", away + " UNKNOWN_AT_NODE true");
      await().untilAsserted(() -> assertThat(metric("left.out")).doesNotContain(SPARE));
    }
  }

  @Test
  void confirmsNothingAndForgetsNothingOfAWalletThatIsAwayAtTheSecondLook() {
    try (TestCustomer customer = shop.customer()) {
      String differs = paid(customer);
      theirs(differs, "received_msat = received_msat + 1");
      String suspected = moved(paid(customer));
      long id = requested();
      await().until(() -> state(id).equals("SUSPECTING"));
      assertThat(report(id, shop.text("invoice_key")).path("found")).isEmpty();
      turn(SPARE, false);

      JsonNode report = ended(id, "INCOMPLETE");
      assertThat(report.path("left_out").path(SPARE).asText()).isIn(AWAY);
      assertThat(report.path("differences").asInt()).isEqualTo(1);
      assertThat(confirmed(report))
          .containsExactlyInAnyOrder(
              differs + " AMOUNT_DIFFERS true", suspected + " UNKNOWN_AT_NODE false");
      assertThat(told(report)).contains("could not be compared").contains(SPARE + "=node-");
    }
  }

  @Test
  void saysSoWhereEveryNodeIsAwayAndIsMadeWhenAskedForAgain() {
    turn(DEFAULT, false);
    turn(SPARE, false);
    JsonNode report = compared("INCOMPLETE");
    assertThat(fields(report.path("left_out"))).containsExactlyInAnyOrder(DEFAULT, SPARE);
    turn(DEFAULT, true);
    turn(SPARE, true);
    JsonNode again = compared("DONE");
    assertThat(told(again)).endsWith("our books and the nodes' agree");
    JsonNode newest = OwnMerchant.json(call("GET", PATH, merchant.invoiceKey)).path(0);
    assertThat(newest.path("id").asLong()).isEqualTo(again.path("id").asLong());
    assertThat(newest.has("found") && !newest.path("found").isNull()).isFalse();
  }

  @Test
  void saysWhichWalletNobodyCanBeAskedForAnyMore() {
    try (TestCustomer customer = shop.customer()) {
      String order = paid(customer);
      ours(order, "wallet = 'gone'");
      JsonNode report = compared("INCOMPLETE");
      assertThat(report.path("left_out")).as("no stall's any more").isEmpty();
      JsonNode leftOut =
          operator("/" + report.path("id").asText()).path("reconciliation").path("leftOut");
      assertThat(leftOut.path("gone").asText()).isEqualTo("unknown-wallet");
      assertThat(fields(leftOut)).containsExactly("gone");
    }
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

  private void turn(String wallet, boolean up) {
    String body = "{\"wallet\":\"%s\",\"up\":%s}".formatted(wallet, up);
    assertThat(shop.send("POST", "/simulator/node", body, Map.of()).statusCode()).isEqualTo(200);
    if (up) {
      await("the node is not left alone any more")
          .until(() -> wallets.node(wallet).readiness() != Readiness.AWAY);
    }
  }

  /** To the other wallet, whose node knows nothing of it. */
  private String moved(String orderId) {
    ours(orderId, "wallet = '" + SPARE + "'");
    return orderId;
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

  /** One of its own, however short a while ago the one before was asked for. */
  private long requested() {
    jdbc.sql("UPDATE reconciliation SET requested_at = requested_at - interval '1 hour'").update();
    HttpResponse<String> answer = call("POST", PATH, merchant.adminKey);
    assertThat(answer.statusCode()).isEqualTo(202);
    return OwnMerchant.json(answer).path("id").asLong();
  }

  private String state(long id) {
    return report(id, merchant.invoiceKey).path("state").asText();
  }

  private JsonNode compared(String state) {
    return ended(requested(), state);
  }

  /** The demo merchant's report of what came to its end in this state. */
  private JsonNode ended(long id, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> List.of("DONE", "INCOMPLETE", "FAILED").contains(state(id)));
    JsonNode report = report(id, shop.text("invoice_key"));
    assertThat(report.path("state").asText()).as(report.toString()).isEqualTo(state);
    return report;
  }

  private static List<String> confirmed(JsonNode report) {
    return StreamSupport.stream(report.path("found").spliterator(), false)
        .map(
            each ->
                "%s %s %s"
                    .formatted(
                        each.path("order_id").asText(),
                        each.path("kind").asText(),
                        each.path("confirmed").asBoolean()))
        .toList();
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The last line of the log about it. */
  private String told(JsonNode report) {
    String start = "Reconciliation %s: ".formatted(report.path("id").asText());
    return await()
        .until(
            () ->
                List.copyOf(lines.list).reversed().stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse(""),
            line -> line.contains("agree") || line.contains("could not be compared"));
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

  private String metric(String name) {
    return send("/actuator/metrics/caravan.reconciliation." + name).body();
  }

  private HttpResponse<String> send(String path) {
    String login = "operator:" + shop.text("operator_key");
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return shop.send("GET", path, null, Map.of("Authorization", "Basic " + basic));
  }
}
