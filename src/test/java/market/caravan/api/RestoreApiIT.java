package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.simulated.SimulatedNode;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Restoring orders from messages, as a merchant asks for it, reads of it, and settles it. */
class RestoreApiIT extends MerchantApi {

  private static final String ALL = "/orders/restore";
  private static final String RUNS = "/api/v1/restores";

  @Autowired private SimulatedNode node;

  private int minute;

  /** Files a message as intake does, and returns its event's id. */
  private String said(String orderId, boolean incoming, int type, String rest) {
    String event = Preimage.random().hash().hex();
    merchant.sql(
        """
        INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
          type, order_id, content, event, relay, state, received_at)
        VALUES (?, ?, to_timestamp(?), 4, ?, ?, ?, ?, ?, '{}', 'ws://relay', ?, now())
        """,
        merchant.id,
        event,
        1_700_000_000L + 60L * minute++,
        CUSTOMER,
        incoming,
        type,
        orderId,
        "{\"id\":\"%s\",\"type\":%d,%s}".formatted(orderId, type, rest),
        type == 0 ? "HISTORY" : "DONE");
    return event;
  }

  private String ordered(String orderId) {
    return said(
        orderId,
        true,
        0,
        "\"address\":\"1 Test Street\",\"items\":[{\"product_id\":\"mug\",\"quantity\":2}],"
            + "\"shipping_id\":\"zone-eu\"");
  }

  private void requested(String orderId, String bolt11) {
    said(
        orderId,
        false,
        1,
        "\"payment_options\":[{\"type\":\"ln\",\"link\":\"%s\"}]".formatted(bolt11));
  }

  private void toldPaid(String orderId) {
    said(orderId, false, 2, "\"message\":\"\",\"paid\":true,\"shipped\":false");
  }

  /** The node has made an invoice for the order. */
  private String invoice(String orderId) {
    Preimage preimage = Preimage.random();
    Invoice made =
        node.create(
            new InvoiceRequest(
                preimage.hash(),
                preimage,
                Msat.ofSat(30),
                "Order '%s' for pubkey '%s'".formatted(orderId, CUSTOMER),
                Duration.ofMinutes(15)));
    return Objects.requireNonNull(made.bolt11());
  }

  private void sold(String orderId) {
    ordered(orderId);
    String bolt11 = invoice(orderId);
    requested(orderId, bolt11);
    node.pay(bolt11);
    toldPaid(orderId);
  }

  private void claimed(String orderId) {
    ordered(orderId);
    toldPaid(orderId);
  }

  private HttpResponse<String> put(String path) {
    return merchant.call("PUT", path, merchant.adminKey, "");
  }

  private JsonNode answered(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return OwnMerchant.json(answer);
  }

  private JsonNode ended(JsonNode run) {
    String path = RUNS + "/" + run.path("id").asLong();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !merchant.read(path).path("state").asText().equals("UNDER_WAY"));
    return merchant.read(path);
  }

  private static List<String> texts(JsonNode nodes) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  void restoresReportsAndHasTheMerchantConfirmWhatIsInDoubt() {
    merchant.fillCatalogue();
    sold("r-1");
    claimed("r-2");

    JsonNode dry =
        ended(answered(merchant.call("POST", RUNS, merchant.adminKey, "{\"dry_run\":true}"), 202));
    assertThat(dry.path("state").asText()).isEqualTo("DONE");
    assertThat(dry.path("restored").asInt()).isEqualTo(2);
    assertThat(dry.path("percent").asInt()).isEqualTo(100);
    assertThat(merchant.read("/order")).isEmpty();

    var live =
        new LiveClient(
            port(), merchant.id, "?key=" + merchant.invoiceKey, "http://127.0.0.1:" + port());
    live.awaitListening(merchant);
    assertThat(answered(put(ALL), 200).path("status").asText())
        .isEqualTo("Orders restoration completed!");
    JsonNode frame = live.frame(0);
    assertThat(frame.path("type").asText()).isEqualTo("restore");
    assertThat(frame.path("restore").path("restored").asInt()).isEqualTo(2);
    live.socket.abort();
    assertThat(merchant.read("/order")).hasSize(2);
    JsonNode paid = merchant.read("/order?paid=true");
    assertThat(paid).hasSize(1);
    assertThat(paid.path(0).path("id").asText()).isEqualTo("r-1");
    assertThat(paid.path(0).path("total").asInt()).isEqualTo(30);
    assertThat(paid.path(0).path("stall_id").asText()).isEqualTo("stall-mugs");
    assertThat(merchant.read("/stall/order/stall-mugs")).hasSize(2);

    JsonNode doubtful = merchant.read("/api/v1/orders/r-2");
    assertThat(texts(doubtful.path("doubts"))).containsExactly("PAYMENT_CLAIMED");
    assertThat(doubtful.path("restored_at").asLong()).isPositive();
    assertThat(doubtful.path("status").asText()).isEqualTo("EXPIRED");
    String ship = "{\"id\":\"r-2\",\"shipped\":true}";
    assertThat(merchant.patch("/order/r-2", ship).statusCode()).isEqualTo(409);
    assertThat(put("/api/v1/orders/r-1/confirmation").statusCode())
        .as("there is nothing to confirm, and nothing changes")
        .isEqualTo(200);
    assertThat(answered(put("/api/v1/orders/r-2/confirmation"), 200).path("paid").asBoolean())
        .isTrue();
    assertThat(texts(merchant.read("/api/v1/orders/r-2").path("doubts"))).isEmpty();
    assertThat(merchant.patch("/order/r-2", ship).statusCode()).isEqualTo(200);

    answered(put(ALL), 200);
    JsonNode runs = merchant.read(RUNS);
    assertThat(runs).hasSize(3);
    assertThat(runs.path(0).path("restored").asInt()).isZero();
    assertThat(runs.path(0).path("unchanged").asInt()).isEqualTo(2);
    JsonNode report = merchant.read(RUNS + "/" + runs.path(1).path("id").asLong());
    assertThat(report.path("doubtful").asInt()).isEqualTo(1);
    assertThat(report.path("found")).hasSize(2);
    assertThat(report.path("found").path(0).path("order_id").asText()).isEqualTo("r-2");
    assertThat(texts(report.path("found").path(0).path("doubts")))
        .containsExactly("PAYMENT_CLAIMED");
  }

  @Test
  void restoresTheOrderOfOneMessage() {
    String one = ordered("r-1");
    claimed("r-2");
    assertThat(answered(put("/order/restore/" + one), 200).path("id").asText()).isEqualTo("r-1");
    assertThat(merchant.read("/order")).hasSize(1);
    String plain = said("r-3", false, -1, "\"x\":1");
    merchant.sql("UPDATE message SET order_id = NULL WHERE event_id = ?", plain);
    assertThat(answered(put("/order/restore/" + plain), 200).isNull()).isTrue();
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    String event = ordered("r-1");
    assertThat(put("/order/restore/" + "ab".repeat(32)).statusCode()).isEqualTo(404);
    assertThat(put("/order/restore/junk").statusCode()).isEqualTo(400);
    assertThat(merchant.call("PUT", ALL, merchant.invoiceKey, "").statusCode()).isEqualTo(403);
    assertThat(merchant.call("PUT", ALL, "", "").statusCode()).isEqualTo(401);
    for (String body : List.of("{\"dry_run\":\"maybe\"}", "{\"event_id\":\"x\"}", "[]", "{")) {
      assertThat(merchant.call("POST", RUNS, merchant.adminKey, body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(merchant.get(RUNS + "/x").statusCode()).isEqualTo(404);
    assertThat(put("/api/v1/orders/nobody-s/confirmation").statusCode()).isEqualTo(404);

    OwnMerchant other = another();
    assertThat(other.call("PUT", "/order/restore/" + event, other.adminKey, "").statusCode())
        .as("it is another merchant's")
        .isEqualTo(404);
    long run =
        answered(merchant.call("POST", RUNS, merchant.adminKey, ""), 202).path("id").asLong();
    assertThat(other.get(RUNS + "/" + run).statusCode()).isEqualTo(404);
    assertThat(other.read("/order")).isEmpty();
  }

  @Test
  void saysThatItIsUnderWay() {
    ordered("r-1");
    assertThat(inProgress()).isFalse();
    merchant.sql(
        """
        INSERT INTO restore_run (merchant_id, dry_run, state, requested_at, due_at, claims)
        VALUES (?, FALSE, 'UNDER_WAY', now(), ?::timestamptz, 1)
        """,
        merchant.id,
        Instant.parse("2999-01-01T00:00:00Z").toString());
    assertThat(inProgress()).isTrue();
    assertThat(answered(put(ALL), 202).path("status").asText()).contains("under way");
    assertThat(merchant.call("POST", RUNS, merchant.adminKey, "{\"dry_run\":true}").statusCode())
        .isEqualTo(409);
    merchant.sql("UPDATE restore_run SET due_at = now() WHERE merchant_id = ?", merchant.id);
    await().atMost(Duration.ofSeconds(60)).until(() -> !inProgress());
    assertThat(merchant.read("/order")).as("the route has gone on with it").hasSize(1);
  }

  private boolean inProgress() {
    return merchant.read("/merchant").path("config").path("restore_in_progress").asBoolean();
  }
}
