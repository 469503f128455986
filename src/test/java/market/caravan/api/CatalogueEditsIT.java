package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skyscreamer.jsonassert.JSONAssert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** The rows of api.md, part 1, that change zones, stalls and products. */
class CatalogueEditsIT extends CatalogueApi {

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
}
