package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import market.caravan.CaravanIT;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

@CaravanIT
class SimulatorControllerIT {

  @Autowired private TestRestTemplate http;
  @Autowired private SimulatedNode node;

  @Test
  void paysAnInvoiceOnce() {
    var preimage = Preimage.random();
    String invoice = invoice(preimage, preimage);

    var paid = pay("LIGHTNING:" + invoice.toUpperCase(Locale.ROOT));

    assertThat(paid.getStatusCode().value()).isEqualTo(200);
    assertThat(paid.getBody().toString())
        .isEqualTo(
            "{\"payment_hash\":\"%s\",\"preimage\":\"%s\",\"state\":\"SETTLED\"}"
                .formatted(preimage.hash(), preimage.hex()));
    assertRefused(pay(invoice), 409);
  }

  @Test
  void locksAHoldInvoiceInWithoutItsPreimage() {
    var preimage = Preimage.random();
    String invoice = invoice(preimage, null);

    var locked = pay(invoice);

    assertThat(locked.getBody().toString())
        .isEqualTo("{\"payment_hash\":\"%s\",\"state\":\"HELD\"}".formatted(preimage.hash()));
    assertRefused(pay(invoice), 409);
    node.cancel(preimage.hash());
    assertRefused(pay(invoice), 410);
  }

  @Test
  void knowsOnlyItsOwnInvoices() {
    var elsewhere = new InvoiceMaker(NodeKey.generate(), Clock.systemUTC(), 80);
    var preimage = Preimage.random();

    assertRefused(pay(text(elsewhere.open(request(preimage, preimage)))), 404);
  }

  @Test
  void makesAnInvoiceOfACustomerAndShowsWhatWasPaidToIt() {
    JsonNode invoice = post("/simulator/invoice", "{\"amount_msat\":2100}").getBody();
    String text = invoice.path("payment_request").asText();
    String hash = invoice.path("payment_hash").asText();
    Bolt11 bolt11 = Bolt11.decode(text);
    assertThat(bolt11.amount()).isEqualTo(new Msat(2_100));
    assertThat(bolt11.paymentHash().hex()).isEqualTo(hash);
    assertThat(node.isPaidBy(bolt11)).isFalse();
    String shown = "/simulator/payments/" + hash;
    assertRefused(http.getForEntity(shown, JsonNode.class), 404);

    PayOuts payOuts = node.payOuts().orElseThrow();
    payOuts.send(new PayOutRequest(text, bolt11.paymentHash(), new Msat(2_100), Msat.ZERO));

    assertThat(http.getForEntity(shown, JsonNode.class).getBody().toString())
        .isEqualTo("{\"payment_hash\":\"%s\",\"amount_msat\":2100}".formatted(hash));
    assertRefused(http.getForEntity("/simulator/payments/x", JsonNode.class), 404);
    assertRefused(post("/simulator/invoice", "{}"), 400);
    assertRefused(post("/simulator/invoice", "{\"amount_msat\":0}"), 400);
    assertRefused(post("/simulator/invoice", "{\"amount_msat\":100000000001}"), 400);
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertRefused(pay("lnbcrt1"), 400);
    assertRefused(pay(""), 400);
    assertRefused(post("/simulator/pay", "{}"), 400);
    assertRefused(post("/simulator/pay", "{\"invoice\":{}}"), 400);
    assertRefused(post("/simulator/pay", "no json"), 400);
  }

  @Test
  void canBeTakenDownAndUpAgain() {
    var preimage = Preimage.random();
    String invoice = invoice(preimage, preimage);
    try {
      assertThat(post("/simulator/node", "{\"up\":false}").getBody().toString())
          .isEqualTo("{\"up\":false}");
      assertRefused(pay(invoice), 503);
    } finally {
      post("/simulator/node", "{\"up\":true}");
    }
    assertThat(pay(invoice).getStatusCode().value()).isEqualTo(200);
  }

  private static void assertRefused(ResponseEntity<JsonNode> answer, int status) {
    assertThat(answer.getStatusCode().value()).isEqualTo(status);
    assertThat(answer.getBody().path("detail").asText()).isNotBlank();
    assertThat(answer.getBody().size()).isOne();
  }

  private ResponseEntity<JsonNode> pay(String invoice) {
    return http.postForEntity("/simulator/pay", Map.of("invoice", invoice), JsonNode.class);
  }

  private ResponseEntity<JsonNode> post(String path, String json) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return http.postForEntity(path, new HttpEntity<>(json, headers), JsonNode.class);
  }

  private String invoice(Preimage preimage, @Nullable Preimage shown) {
    return text(node.create(request(preimage, shown)));
  }

  private static InvoiceRequest request(Preimage preimage, @Nullable Preimage shown) {
    return new InvoiceRequest(preimage.hash(), shown, Msat.ofSat(7), "memo", Duration.ofMinutes(5));
  }

  private static String text(Invoice invoice) {
    return Objects.requireNonNull(invoice.bolt11());
  }
}
