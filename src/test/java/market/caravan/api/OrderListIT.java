package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GET /order and GET /stall/order/{stallId}: filters and pages. */
class OrderListIT extends MerchantApi {

  @BeforeEach
  void takeOrders() {
    merchant.fillCatalogue();
    merchant.order("one", CUSTOMER, "AWAITING_PAYMENT");
    merchant.order("two", OTHER_CUSTOMER, "PAID");
    merchant.order("three", CUSTOMER, "PAID");
    merchant.refusedOrder("four", CUSTOMER);
    merchant.sql(
        """
        WITH marked AS (
          UPDATE orders SET shipped = TRUE WHERE merchant_id = ? AND id = 'three' RETURNING seq)
        INSERT INTO shipment (order_seq, shipped_at) SELECT seq, now() FROM marked
        """,
        merchant.id);
  }

  private List<String> ids(String path) {
    List<String> ids = new ArrayList<>();
    merchant.read(path).forEach(order -> ids.add(order.path("id").asText()));
    return ids;
  }

  @Test
  void newestComesFirst() {
    assertThat(ids("/order")).containsExactly("four", "three", "two", "one");
  }

  @Test
  void filtersAreJoined() {
    assertThat(ids("/order?paid=true")).containsExactly("three", "two");
    assertThat(ids("/order?paid=false")).containsExactly("four", "one");
    assertThat(ids("/order?shipped=true")).containsExactly("three");
    assertThat(ids("/order?paid=true&shipped=false")).containsExactly("two");
    assertThat(ids("/order?pubkey=" + CUSTOMER)).containsExactly("four", "three", "one");
    assertThat(ids("/order?stall=stall-mugs")).containsExactly("three", "two", "one");
    assertThat(ids("/order?stall=another&paid=&shipped=")).isEmpty();
    assertThat(ids("/stall/order/stall-mugs?paid=true&pubkey=" + OTHER_CUSTOMER))
        .containsExactly("two");
  }

  @Test
  void moneyThatIsToGoBackIsNotPaid() {
    merchant.order("five", CUSTOMER, "REFUND_DUE");
    assertThat(merchant.read("/order/five").path("paid").asBoolean()).isFalse();
    assertThat(ids("/order?paid=true")).doesNotContain("five");
  }

  @Test
  void linkLeadsThroughAllPages() {
    List<String> seen = new ArrayList<>();
    String path = "/nostrmarket/api/v1/order?limit=3&paid=&stall=stall-mugs";
    merchant.order("five", CUSTOMER, "PAID");
    while (!path.isEmpty()) {
      HttpResponse<String> page = merchant.get(path);
      OwnMerchant.json(page).forEach(order -> seen.add(order.path("id").asText()));
      path =
          page.headers()
              .firstValue("Link")
              .map(link -> link.substring(1, link.indexOf('>')))
              .orElse("");
    }
    assertThat(seen).containsExactly("five", "three", "two", "one");
  }

  @Test
  void conversationsHavePagesToo() {
    for (int i = 0; i < 5; i++) {
      merchant.received(CUSTOMER, -1, "Hello " + i);
    }
    HttpResponse<String> page = merchant.get("/message/" + CUSTOMER + "?limit=3");
    assertThat(texts(OwnMerchant.json(page))).containsExactly("Hello 2", "Hello 3", "Hello 4");
    String link = page.headers().firstValue("Link").orElseThrow();
    assertThat(texts(merchant.read(link.substring(1, link.indexOf('>')))))
        .containsExactly("Hello 0", "Hello 1");
  }

  private static List<String> texts(JsonNode messages) {
    List<String> texts = new ArrayList<>();
    messages.forEach(message -> texts.add(message.path("message").asText()));
    return texts;
  }

  @Test
  void anIdThatTwoCustomersChoseNeedsThePubkey() {
    merchant.order("same", CUSTOMER, "PAID");
    merchant.order("same", OTHER_CUSTOMER, "PAID");
    HttpResponse<String> ambiguous = merchant.get("/order/same");
    assertThat(ambiguous.statusCode()).isEqualTo(409);
    assertThat(OwnMerchant.json(ambiguous).path("detail").asText())
        .contains(CUSTOMER, OTHER_CUSTOMER);
    JsonNode order = merchant.read("/order/same?pubkey=" + OTHER_CUSTOMER);
    assertThat(order.path("public_key").asText()).isEqualTo(OTHER_CUSTOMER);
  }
}
