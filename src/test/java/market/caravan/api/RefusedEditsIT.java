package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Edits that are not made: by the second of two, by strangers, or of what is malformed. */
class RefusedEditsIT extends CatalogueApi {

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
      assertRefused(
          merchant.call(method, path, merchant.adminKey, body, "If-Match", "3.10"),
          400,
          "names no quoted tag");
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
    assertRefused(
        admin("DELETE", "/stall/" + mug.path("stall_id").asText(), ""),
        409,
        "Open orders need this stall");
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
