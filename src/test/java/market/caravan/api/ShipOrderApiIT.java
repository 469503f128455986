package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PATCH /order/{id}. */
class ShipOrderApiIT extends MerchantApi {

  @BeforeEach
  void takeOrders() {
    merchant.fillCatalogue();
    merchant.order("paid", CUSTOMER, "PAID");
    merchant.order("unpaid", CUSTOMER, "AWAITING_PAYMENT");
  }

  private List<String> told() {
    return StreamSupport.stream(merchant.read("/message/" + CUSTOMER).spliterator(), false)
        .filter(message -> message.path("type").asInt() == 2)
        .map(message -> message.path("message").asText())
        .toList();
  }

  @Test
  void shipsAnOrderAndTellsTheCustomer() {
    HttpResponse<String> answer =
        merchant.patch(
            "/order/paid", "{\"id\":\"paid\",\"message\":\"On its way\",\"shipped\":true,\"x\":1}");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode order = OwnMerchant.json(answer);
    assertThat(order.path("shipped").asBoolean()).isTrue();
    assertThat(order).isEqualTo(merchant.read("/order/paid"));
    assertThat(told())
        .containsExactly(
            "{\"id\":\"paid\",\"type\":2,\"message\":\"On its way\",\"paid\":true,\"shipped\":true}");
  }

  @Test
  void takesShippingBackWithoutAMessage() {
    merchant.patch("/order/paid", "{\"id\":\"paid\",\"shipped\":true}");
    HttpResponse<String> answer =
        merchant.patch("/order/paid", "{\"id\":\"paid\",\"message\":null,\"shipped\":false}");
    assertThat(answer.body()).contains("\"id\":\"paid\"");
    assertThat(OwnMerchant.json(answer).path("shipped").asBoolean(true)).isFalse();
    assertThat(told()).hasSize(2);
  }

  @Test
  void refusesToShipWhatIsNotPaid() {
    HttpResponse<String> answer =
        merchant.patch("/order/unpaid", "{\"id\":\"unpaid\",\"shipped\":true}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(OwnMerchant.json(answer).path("detail").isTextual()).isTrue();
    assertThat(merchant.read("/order/unpaid").path("shipped").asBoolean(true)).isFalse();
    assertThat(told()).isEmpty();
  }

  @Test
  void doesNotKnowAnOrderThatIsNotThere() {
    HttpResponse<String> answer = merchant.patch("/order/no", "{\"id\":\"no\",\"shipped\":true}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(OwnMerchant.json(answer).path("detail").asText()).isEqualTo("Order does not exist");
  }

  @Test
  void asksWhoseOrderWhereTwoCustomersChoseTheId() {
    merchant.order("paid", OTHER_CUSTOMER, "PAID");
    String body = "{\"id\":\"paid\",\"shipped\":true}";
    assertThat(merchant.patch("/order/paid", body).statusCode()).isEqualTo(409);
    HttpResponse<String> answer = merchant.patch("/order/paid?pubkey=" + OTHER_CUSTOMER, body);
    assertThat(OwnMerchant.json(answer).path("public_key").asText()).isEqualTo(OTHER_CUSTOMER);
    assertThat(merchant.read("/order/paid?pubkey=" + CUSTOMER).path("shipped").asBoolean(true))
        .isFalse();
  }

  @Test
  void namesEverythingThatIsMalformed() {
    assertThat(places("{\"id\":\"paid\",\"message\":7}")).containsExactly("message", "shipped");
    assertThat(places("{\"shipped\":\"yes\"}")).containsExactly("id", "shipped");
    assertThat(places("{\"id\":\"unpaid\",\"shipped\":true}")).containsExactly("id");
    assertThat(places("{\"id\":{},\"shipped\":null}")).containsExactly("id", "shipped");
    assertThat(merchant.read("/order/paid").path("shipped").asBoolean(true)).isFalse();
  }

  /** Where the body is malformed, by the answer. */
  private List<String> places(String body) {
    HttpResponse<String> answer = merchant.patch("/order/paid", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    return StreamSupport.stream(OwnMerchant.json(answer).path("detail").spliterator(), false)
        .peek(problem -> assertThat(problem.path("msg").asText()).isNotEmpty())
        .peek(problem -> assertThat(problem.path("type").asText()).isNotEmpty())
        .peek(problem -> assertThat(problem.path("loc").path(0).asText()).isEqualTo("body"))
        .map(problem -> problem.path("loc").path(1).asText())
        .toList();
  }
}
