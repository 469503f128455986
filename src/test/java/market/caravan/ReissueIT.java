package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import market.caravan.lightning.Bolt11;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;

/** An order that is invoiced again, seen from outside. */
class ReissueIT extends AtTheShop {

  private static final String REISSUE = "/nostrmarket/api/v1/order/reissue";

  private HttpResponse<String> reissue(String id, String zone) {
    String body = "{\"id\":\"%s\",\"shipping_id\":%s}".formatted(id, zone);
    return shop.decide("PUT", REISSUE, body);
  }

  @Test
  void isPricedForItsNewZoneAndPayableOnlyByTheNewInvoice() {
    String id = order("mug", 1);
    String before = customer.awaitInvoice(id);

    HttpResponse<String> answer = reissue(id, "\"worldwide\"");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode order = TestCustomer.json(answer.body());
    assertThat(order.path("shipping_id").asText()).isEqualTo("worldwide");
    String hash = order.path("invoice_id").asText();
    assertThat(hash).isNotEqualTo(Bolt11.decode(before).paymentHash().hex());

    List<JsonNode> requests = customer.await(id, 1, 2);
    String now = requests.getLast().path("payment_options").path(0).path("link").asText();
    assertThat(Bolt11.decode(now).paymentHash().hex()).isEqualTo(hash);
    assertThat(Bolt11.decode(now).amount()).isEqualTo(Msat.ofSat(order.path("total").asLong()));
    assertThat(Bolt11.decode(now).amount()).isNotEqualTo(Bolt11.decode(before).amount());

    assertThat(shop.pay(before).statusCode()).isEqualTo(410);
    assertThat(shop.pay(now).statusCode()).isEqualTo(200);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    assertThat(reissue(id, "null").statusCode()).isEqualTo(409);
    assertThat(shop.read("/order/" + id).path("invoice_id").asText()).isEqualTo(hash);
  }

  @Test
  void staysAsItIsWhereItCannotBeHadAnyMore() {
    String id = order("mug", 1);
    String invoice = customer.awaitInvoice(id);

    HttpResponse<String> answer = reissue(id, "\"the-moon\"");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("does not ship to the chosen zone");

    assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
  }

  @Test
  void isForTheMerchantOfTheOrderOnlyAndForTheAdminKey() {
    assertThat(reissue("nobody-s", "null").statusCode()).isEqualTo(404);
    assertThat(shop.decide("PUT", REISSUE, "{}").statusCode()).isEqualTo(400);
    Map<String, String> reading = Map.of("X-Api-Key", shop.text("invoice_key"));
    assertThat(shop.send("PUT", REISSUE, "{\"id\":\"a\"}", reading).statusCode()).isEqualTo(403);
  }
}
