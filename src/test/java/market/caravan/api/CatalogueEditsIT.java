package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.skyscreamer.jsonassert.JSONAssert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rows of api.md, part 1, that change zones, stalls and products. */
class CatalogueEditsIT extends MerchantApi {

  private static final String ZONE =
      """
      {"id":null,"name":"Europe 🇪🇺","countries":["DE","FR"],"cost":5.5,"currency":"EUR",
       "unheard_of":{"a":[1]}}
      """;

  private HttpResponse<String> admin(String method, String path, String body) {
    return merchant.call(method, path, merchant.adminKey, body);
  }

  private JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return OwnMerchant.json(answer);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(OwnMerchant.json(answer).path("detail").toString()).contains(words);
    assertThat(answer.body()).doesNotContainIgnoringCase("exception", "select ", "market.caravan");
  }

  private ObjectNode zone() {
    return (ObjectNode) done(admin("POST", "/zone", ZONE));
  }

  private ObjectNode stall(ObjectNode... zones) {
    ObjectNode stall = OwnMerchant.JSON.createObjectNode();
    stall.put("name", "Mugs").put("wallet", "lnbits-wallet-id").put("currency", "EUR");
    stall.putArray("shipping_zones").addAll(List.of(zones));
    stall.putObject("config").put("description", "Hand-made");
    return (ObjectNode) done(admin("POST", "/stall", stall.toString()));
  }

  private ObjectNode product(JsonNode stall) {
    return (ObjectNode) done(admin("POST", "/product", newProduct(stall, "10")));
  }

  private static String newProduct(JsonNode stall, String quantity) {
    return """
        {"stall_id":%s,"id":null,"name":"Mug","images":["https://example.com/a.png"],
         "price":12.5,"quantity":%s,"categories":["gifts"],"active":true,
         "config":{"description":"Holds tea","use_autoreply":true,"autoreply_message":"Thanks",
         "shipping":[{"id":"somewhere","cost":2}]}}
        """
        .formatted(stall.path("id"), quantity);
  }

  @Test
  void postZoneAddsAZoneUnderAnIdOfOurs() throws Exception {
    ObjectNode zone = zone();
    assertThat(zone.path("id").textValue()).hasSizeGreaterThan(8);
    assertEquals(
        """
        {"name":"Europe 🇪🇺","countries":["DE","FR"],"cost":5.5,"currency":"EUR","version":"1"}
        """,
        zone.toString(),
        false);
    assertThat(merchant.read("/zone")).containsExactly(zone);
    assertRefused(admin("POST", "/zone", zone.toString()), 409, "There is a zone of this id");
  }

  @Test
  void patchZoneChangesItAndLeavesOutWhatItDoesNotSay() {
    ObjectNode zone = zone();
    String path = "/zone/" + zone.path("id").asText();
    JsonNode changed = done(admin("PATCH", path, zone.put("cost", "7.25").toString()));
    assertThat(changed.path("cost").decimalValue()).isEqualByComparingTo("7.25");
    changed = done(admin("PATCH", path, "{\"name\":\"West\"}"));
    assertThat(changed.path("cost").decimalValue()).isEqualByComparingTo("7.25");
    assertThat(changed.path("name").asText()).isEqualTo("West");
    assertRefused(admin("PATCH", path, "{\"id\":\"other\"}"), 400, "path names");
    assertRefused(admin("PATCH", "/zone/none", "{}"), 404, "Zone does not exist");
  }

  @Test
  void patchZoneKeepsTheCurrencyOfTheStallsThatShipThere() {
    ObjectNode zone = zone();
    stall(zone);
    assertRefused(
        admin("PATCH", "/zone/" + zone.path("id").asText(), "{\"currency\":\"sat\"}"),
        400,
        "one currency");
  }

  @Test
  void deleteZoneTakesItFromItsStallsUnlessAnOpenOrderShipsThere() {
    ObjectNode zone = zone();
    String path = "/zone/" + zone.path("id").asText();
    ObjectNode stall = stall(zone);
    merchant.order("open", CUSTOMER, "AWAITING_PAYMENT");
    merchant.sql(
        "UPDATE orders SET shipping_id = ? WHERE merchant_id = ?",
        zone.path("id").asText(),
        merchant.id);
    assertRefused(admin("DELETE", path, ""), 409, "Open orders need this zone");

    merchant.sql("UPDATE orders SET status = 'EXPIRED' WHERE merchant_id = ?", merchant.id);
    assertThat(done(admin("DELETE", path, "")).isNull()).isTrue();
    assertThat(merchant.read("/zone")).isEmpty();
    JsonNode after = merchant.read("/stall/" + stall.path("id").asText());
    assertThat(after.path("shipping_zones")).isEmpty();
    assertRefused(admin("DELETE", path, ""), 404, "Zone does not exist");
  }

  @Test
  void postStallOpensAStall() throws Exception {
    ObjectNode zone = zone();
    ObjectNode stall = stall(zone);
    assertEquals(
        """
        {"wallet":"","name":"Mugs","currency":"EUR","shipping_zones":[%s],
         "config":{"image_url":null,"description":"Hand-made"},"pending":false,"active":true,
         "version":"1","event_id":null,"event_created_at":null}
        """
            .formatted(zone),
        stall.toString(),
        false);
    assertThat(merchant.read("/stall")).containsExactly(stall);
    assertRefused(admin("POST", "/stall", stall.toString()), 409, "There is a stall of this id");
  }

  @Test
  void postStallWithAZoneInAnotherCurrencyIsRefused() {
    ObjectNode zone = zone();
    String body = "{\"name\":\"Sats\",\"currency\":\"sat\",\"shipping_zones\":[" + zone + "]}";
    assertRefused(admin("POST", "/stall", body), 400, "one currency");
    assertThat(merchant.read("/stall")).isEmpty();
  }

  @Test
  void postStallWithANewZoneAddsTheZone() {
    String body =
        """
        {"name":"Sats","shipping_zones":[
          {"id":"here","name":"Here","currency":"sat","cost":3,"countries":[]},
          {"id":"here","name":"Here","currency":"sat","cost":4,"countries":[]}]}
        """;
    JsonNode stall = done(admin("POST", "/stall", body));
    assertThat(stall.path("currency").asText()).isEqualTo("sat");
    assertThat(merchant.read("/zone").path(0).path("cost").asInt()).isEqualTo(3);
    assertRefused(
        admin("POST", "/stall", "{\"name\":\"x\",\"shipping_zones\":[{\"id\":\"nowhere\"}]}"),
        404,
        "Zone does not exist");
  }

  @Test
  void putStallChangesItClosesItAndAcceptsAPendingOne() {
    ObjectNode stall = stall(zone());
    String path = "/stall/" + stall.path("id").asText();
    merchant.sql("UPDATE stall SET pending = TRUE WHERE merchant_id = ?", merchant.id);
    assertThat(merchant.read("/stall?pending=true")).hasSize(1);
    assertThat(merchant.read("/stall?pending=false")).isEmpty();

    stall.put("name", "Cups").put("active", false).put("pending", false);
    stall.putArray("shipping_zones");
    JsonNode changed = done(admin("PUT", path, stall.toString()));

    assertThat(changed.path("name").asText()).isEqualTo("Cups");
    assertThat(changed.path("active").asBoolean(true)).isFalse();
    assertThat(changed.path("shipping_zones")).isEmpty();
    assertThat(merchant.read("/stall?pending=true")).isEmpty();
    assertRefused(admin("PUT", path, "{}"), 400, "field required");
    assertRefused(admin("PUT", "/stall/none", "{\"name\":\"x\"}"), 404, "Stall does not exist");
  }

  @Test
  void deleteStallDeletesItsProductsUnlessAnOrderOfItIsOpen() {
    ObjectNode stall = stall();
    ObjectNode mug = product(stall);
    String path = "/stall/" + stall.path("id").asText();
    merchant.order("open", CUSTOMER, "PAID");
    merchant.sql(
        "UPDATE orders SET stall_id = ? WHERE merchant_id = ?",
        stall.path("id").asText(),
        merchant.id);
    assertRefused(admin("DELETE", path, ""), 409, "Open orders need this stall");

    merchant.sql("UPDATE orders SET shipped = TRUE WHERE merchant_id = ?", merchant.id);
    assertThat(done(admin("DELETE", path, "")).isNull()).isTrue();
    assertThat(merchant.read("/stall")).isEmpty();
    assertRefused(
        merchant.get("/product/" + mug.path("id").asText()), 404, "Product does not exist");
    assertRefused(admin("DELETE", path, ""), 404, "Stall does not exist");
  }

  @Test
  void postProductAddsAProduct() throws Exception {
    ObjectNode stall = stall();
    ObjectNode mug = product(stall);
    assertEquals(
        """
        {"stall_id":%s,"name":"Mug","categories":["gifts"],"images":["https://example.com/a.png"],
         "price":12.5,"quantity":10,"active":true,"pending":false,
         "config":{"description":"Holds tea","currency":"EUR","use_autoreply":true,
         "autoreply_message":"Thanks","shipping":[{"id":"somewhere","cost":2}]},
         "version":"1.10","event_id":null,"event_created_at":null}
        """
            .formatted(stall.path("id")),
        mug.toString(),
        false);
    assertRefused(admin("POST", "/product", mug.toString()), 409, "There is a product of this id");
    assertRefused(
        admin("POST", "/product", mug.put("stall_id", "none").putNull("id").toString()),
        404,
        "Stall does not exist");
  }

  @Test
  void aProductWithoutLimitStaysSoWhenItIsSentBack() {
    ObjectNode stall = stall();
    ObjectNode song = (ObjectNode) done(admin("POST", "/product", newProduct(stall, "null")));
    assertThat(song.path("quantity").asLong()).isEqualTo(1_000_000);
    String path = "/product/" + song.path("id").asText();
    done(admin("PATCH", path, song.put("price", 3).toString()));
    song.remove("version");
    done(admin("PATCH", path, song.put("price", 4).toString()));
    assertThat(quantity(song)).isNull();
    JsonNode limited = done(admin("PATCH", path, "{\"quantity\":7}"));
    assertThat(limited.path("quantity").asLong()).isEqualTo(7);
    done(admin("PATCH", path, "{\"quantity\":1000000}"));
    assertThat(quantity(song)).isEqualTo(1_000_000);
    done(admin("PATCH", path, "{\"quantity\":null}"));
    assertThat(quantity(song)).isNull();
  }

  private @Nullable Long quantity(JsonNode product) {
    return merchant.number(
        "SELECT quantity FROM product WHERE merchant_id = ? AND id = ?",
        merchant.id,
        product.path("id").asText());
  }

  @Test
  void patchProductTakesItOffSaleAndAcceptsAPendingOne() {
    ObjectNode stall = stall();
    ObjectNode mug = product(stall);
    String list = "/stall/product/" + stall.path("id").asText();
    merchant.sql("UPDATE product SET pending = TRUE WHERE merchant_id = ?", merchant.id);
    assertThat(merchant.read(list + "?pending=true")).hasSize(1);
    JsonNode off =
        done(
            admin(
                "PATCH",
                "/product/" + mug.path("id").asText(),
                mug.put("active", false).toString()));
    assertThat(off.path("active").asBoolean(true)).isFalse();
    assertThat(merchant.read(list + "?pending=true")).isEmpty();
    assertThat(merchant.read(list + "?pending=false")).hasSize(1);
    assertRefused(admin("PATCH", "/product/none", "{}"), 404, "Product does not exist");
  }

  @Test
  void deleteProductIsRefusedWhileAnOpenOrderHasIt() {
    ObjectNode mug = product(stall());
    String path = "/product/" + mug.path("id").asText();
    merchant.order("open", CUSTOMER, "PLACED");
    merchant.sql(
        """
        UPDATE orders SET order_items = ('[{"product_id":"' || ? || '","quantity":2}]')::json
        WHERE merchant_id = ?
        """,
        mug.path("id").asText(),
        merchant.id);
    assertRefused(admin("DELETE", path, ""), 409, "Open orders need this product");
    merchant.sql("UPDATE orders SET status = 'CANCELLED' WHERE merchant_id = ?", merchant.id);
    assertThat(done(admin("DELETE", path, "")).isNull()).isTrue();
    assertRefused(admin("DELETE", path, ""), 404, "Product does not exist");
  }

  @Test
  void theSecondOfTwoEditorsIsToldToReadAgain() {
    ObjectNode zone = zone();
    ObjectNode stall = stall(zone);
    ObjectNode mug = product(stall);
    for (Map.Entry<String, ObjectNode> each :
        Map.of("/zone/", zone, "/stall/", stall, "/product/", mug).entrySet()) {
      String path = each.getKey() + each.getValue().path("id").asText();
      String method = each.getKey().equals("/stall/") ? "PUT" : "PATCH";
      done(admin(method, path, each.getValue().put("name", "The first").toString()));
      assertRefused(
          admin(method, path, each.getValue().put("name", "The second").toString()),
          409,
          "read it again");
      String tag = "\"" + each.getValue().path("version").asText() + "\"";
      String body = "{\"name\":\"The third\"}";
      assertRefused(
          merchant.call(method, path, merchant.adminKey, body, "If-Match", tag),
          412,
          "read it again");
      assertRefused(
          merchant.call("DELETE", path, merchant.adminKey, "", "If-Match", tag),
          412,
          "read it again");
      done(merchant.call(method, path, merchant.adminKey, body, "If-Match", "*"));
    }
    HttpResponse<String> read = merchant.get("/product/" + mug.path("id").asText());
    assertThat(read.headers().firstValue("ETag")).contains("\"3.10\"");
    assertThat(OwnMerchant.json(read).path("name").asText()).isEqualTo("The third");
  }

  @Test
  void anEditDoesNotBringBackPiecesThatWereSoldMeanwhile() {
    ObjectNode mug = product(stall());
    String path = "/product/" + mug.path("id").asText();
    merchant.sql("UPDATE product SET quantity = 7 WHERE merchant_id = ?", merchant.id);
    assertRefused(
        admin("PATCH", path, mug.deepCopy().put("quantity", 12).toString()), 409, "read it again");
    assertThat(done(admin("PATCH", path, mug.put("price", 9).toString())).path("quantity").asInt())
        .isEqualTo(7);

    ObjectNode shown = (ObjectNode) merchant.read(path);
    merchant.sql("UPDATE product SET quantity = 5 WHERE merchant_id = ?", merchant.id);
    shown.remove("version");
    done(admin("PATCH", path, shown.put("active", false).toString()));
    assertThat(quantity(mug)).isEqualTo(5);
  }

  @Test
  void aQuantityBelowWhatOpenOrdersHoldIsRefused() {
    ObjectNode mug = product(stall());
    String path = "/product/" + mug.path("id").asText();
    merchant.sql("UPDATE product SET reserved = 4 WHERE merchant_id = ?", merchant.id);
    assertRefused(admin("PATCH", path, "{\"quantity\":3}"), 409, "hold 4 pieces");
    assertRefused(admin("DELETE", path, ""), 409, "Open orders need this product");
    assertThat(done(admin("PATCH", path, "{\"quantity\":4}")).path("quantity").asInt())
        .isEqualTo(4);
  }

  @TestFactory
  Stream<DynamicTest> whatIsMalformedIsRefusedAndChangesNothing() {
    ObjectNode zone = zone();
    ObjectNode stall = stall(zone);
    ObjectNode mug = product(stall);
    String long600 = "\"" + "x".repeat(600) + "\"";
    Stream<DynamicTest> zones =
        Stream.of(
                "{}",
                "[]",
                "{\"cost\":",
                "{\"currency\":\"EUR\",\"cost\":-1}",
                "{\"currency\":\"EUR\",\"cost\":1e400}",
                "{\"currency\":\"EUR\",\"cost\":1e-400}",
                "{\"currency\":\"EUR\",\"cost\":1e99999999999}",
                "{\"currency\":\"EUR\",\"cost\":NaN}",
                "{\"currency\":\"EUR\",\"cost\":\"1e5\"}",
                "{\"currency\":\"EUR\",\"cost\":true}",
                "{\"currency\":\"EURO\",\"cost\":1}",
                "{\"currency\":7,\"cost\":1}",
                "{\"currency\":\"EUR\",\"cost\":1,\"name\":" + long600 + "}",
                "{\"currency\":\"EUR\",\"cost\":1,\"name\":[]}",
                "{\"currency\":\"EUR\",\"cost\":1,\"countries\":\"DE\"}",
                "{\"currency\":\"EUR\",\"cost\":1,\"countries\":[1]}",
                "{\"currency\":\"EUR\",\"cost\":1,\"id\":\"a b\"}",
                "{\"currency\":\"EUR\",\"cost\":1,\"id\":7}")
            .map(body -> malformed("POST", "/zone", body));
    Stream<DynamicTest> stalls =
        Stream.of(
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":" + long600 + "}",
                "{\"name\":\"x\",\"shipping_zones\":{}}",
                "{\"name\":\"x\",\"shipping_zones\":[7]}",
                "{\"name\":\"x\",\"shipping_zones\":[{\"id\":\"n\",\"cost\":-1}]}",
                "{\"name\":\"x\",\"config\":[]}",
                "{\"name\":\"x\",\"config\":{\"description\":7}}",
                "{\"name\":\"x\",\"active\":\"yes\"}")
            .map(body -> malformed("PUT", "/stall/" + stall.path("id").asText(), body));
    Stream<DynamicTest> products =
        Stream.of(
                "\"price\":-1",
                "\"price\":1e400",
                "\"price\":[]",
                "\"quantity\":-1",
                "\"quantity\":1.5",
                "\"quantity\":1e18",
                "\"quantity\":\"many\"",
                "\"name\":\"\"",
                "\"name\":null",
                "\"images\":[null]",
                "\"categories\":[" + long600 + "]",
                "\"active\":1",
                "\"config\":{\"shipping\":[{}]}",
                "\"config\":{\"shipping\":[{\"id\":\"z\",\"cost\":-1}]}",
                "\"config\":{\"use_autoreply\":\"no\"}")
            .map(
                field ->
                    malformed("PATCH", "/product/" + mug.path("id").asText(), "{" + field + "}"));
    return Stream.of(zones, stalls, products).flatMap(tests -> tests);
  }

  private DynamicTest malformed(String method, String path, String body) {
    return dynamicTest(
        method + " " + body.substring(0, Math.min(60, body.length())),
        () -> {
          String before = catalogue();
          HttpResponse<String> answer = admin(method, path, body);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
          JsonNode detail = OwnMerchant.json(answer).path("detail").path(0);
          assertThat(detail.fieldNames()).toIterable().containsExactly("loc", "msg", "type");
          assertThat(detail.path("loc").path(0).asText()).isEqualTo("body");
          assertThat(catalogue()).isEqualTo(before);
        });
  }

  /** All of it, but which event relays have of it: that comes by itself. */
  private String catalogue() {
    JsonNode stalls = merchant.read("/stall");
    StringBuilder all = new StringBuilder(merchant.get("/zone").body()).append(stalls);
    stalls.forEach(
        stall -> all.append(merchant.get("/stall/product/" + stall.path("id").asText()).body()));
    return all.toString().replaceAll("\"event_(id|created_at)\":[^,}]*", "");
  }

  @Test
  void nulAndEmojiAreKeptAsFarAsTheyCanBe() {
    JsonNode zone =
        done(
            admin(
                "POST",
                "/zone",
                "{\"name\":\"a\\u0000b \uD83C\uDFAA\",\"currency\":\"SATS\",\"cost\":0}"));
    assertThat(zone.path("name").asText()).isEqualTo("a\uFFFDb \uD83C\uDFAA");
    assertThat(zone.path("currency").asText()).isEqualTo("sat");
    assertRefused(admin("POST", "/zone", " ".repeat(10_000_000)), 413, "bytes");
  }

  @TestFactory
  Stream<DynamicTest> noOtherMerchantTouchesIt() {
    ObjectNode zone = zone();
    ObjectNode stall = stall(zone);
    ObjectNode mug = product(stall);
    OwnMerchant other = another();
    return Stream.of(
            Map.entry("PATCH /zone/", zone),
            Map.entry("DELETE /zone/", zone),
            Map.entry("GET /stall/", stall),
            Map.entry("GET /stall/product/", stall),
            Map.entry("PUT /stall/", stall),
            Map.entry("DELETE /stall/", stall),
            Map.entry("GET /product/", mug),
            Map.entry("PATCH /product/", mug),
            Map.entry("DELETE /product/", mug))
        .map(
            each ->
                dynamicTest(
                    each.getKey(),
                    () -> {
                      String before = catalogue();
                      String[] row = each.getKey().split(" ", 2);
                      String path = row[1] + each.getValue().path("id").asText();
                      String body =
                          Objects.equals(row[0], "PUT") || Objects.equals(row[0], "PATCH")
                              ? each.getValue().toString()
                              : "";
                      assertRefused(
                          other.call(row[0], path, other.adminKey, body), 404, "does not exist");
                      assertThat(catalogue()).isEqualTo(before);
                    }));
  }

  @Test
  void anotherMerchantMayHaveTheSameIds() {
    OwnMerchant other = another();
    String zone = "{\"id\":\"same\",\"currency\":\"sat\",\"cost\":1}";
    done(admin("POST", "/zone", zone));
    done(other.call("POST", "/zone", other.adminKey, zone));
    done(other.call("DELETE", "/zone/same", other.adminKey, ""));
    assertThat(merchant.read("/zone")).hasSize(1);
    String product = newProduct(stall(), "1");
    assertRefused(
        other.call("POST", "/product", other.adminKey, product), 404, "Stall does not exist");
  }
}
