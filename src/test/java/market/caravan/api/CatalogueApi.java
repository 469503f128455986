package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of edits have in common: a zone, a stall and a product to be made. */
abstract class CatalogueApi extends MerchantApi {

  private static final String ZONE =
      """
      {"id":null,"name":"Europe 🇪🇺","countries":["DE","FR"],"cost":5.5,"currency":"EUR",
       "unheard_of":{"a":[1]}}
      """;

  final HttpResponse<String> admin(String method, String path, String body) {
    return merchant.call(method, path, merchant.adminKey, body);
  }

  final JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return OwnMerchant.json(answer);
  }

  static final void assertRefused(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(OwnMerchant.json(answer).path("detail").toString()).contains(words);
    assertThat(answer.body()).doesNotContainIgnoringCase("exception", "select ", "market.caravan");
  }

  final ObjectNode zone() {
    return (ObjectNode) done(admin("POST", "/zone", ZONE));
  }

  final ObjectNode stall(ObjectNode... zones) {
    ObjectNode stall = OwnMerchant.JSON.createObjectNode();
    stall.put("name", "Mugs").put("wallet", "lnbits-wallet-id").put("currency", "EUR");
    stall.putArray("shipping_zones").addAll(List.of(zones));
    stall.putObject("config").put("description", "Hand-made");
    return (ObjectNode) done(admin("POST", "/stall", stall.toString()));
  }

  final ObjectNode product(JsonNode stall) {
    return (ObjectNode) done(admin("POST", "/product", newProduct(stall, "10")));
  }

  static final String newProduct(JsonNode stall, String quantity) {
    return """
        {"stall_id":%s,"id":null,"name":"Mug","images":["https://example.com/a.png"],
         "price":12.5,"quantity":%s,"categories":["gifts"],"active":true,
         "config":{"description":"Holds tea","use_autoreply":true,"autoreply_message":"Thanks",
         "shipping":[{"id":"somewhere","cost":2}]}}
        """
        .formatted(stall.path("id"), quantity);
  }

  final @Nullable Long quantity(JsonNode product) {
    return merchant.number(
        "SELECT quantity FROM product WHERE merchant_id = ? AND id = ?",
        merchant.id,
        product.path("id").asText());
  }
}
