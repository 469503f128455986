package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import nostr.crypto.bech32.Bech32;
import nostr.crypto.bech32.Bech32Prefix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** The rows of api.md, part 1, that make and change merchants, and what relays see of it. */
class MerchantEditsIT extends MerchantApi {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private final KeyPair keyPair = KeyPair.generate();
  private String key = "";
  private TestCustomer onlooker;

  @BeforeEach
  void look() {
    key = accountWithoutMerchant();
    TestShop shop = TestShop.in(dataDirectory);
    onlooker = new TestCustomer(shop.relay(), keyPair.pubkey());
  }

  @AfterEach
  void leave() {
    onlooker.close();
  }

  private HttpResponse<String> admin(String method, String path, String body) {
    return merchant.call(method, path, key, body);
  }

  private static JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return OwnMerchant.json(answer);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  private static String secret(KeyPair keyPair) {
    return HexFormat.of().formatHex(keyPair.secret());
  }

  private static String body(String privateKey, String publicKey) {
    return "{\"private_key\":\"%s\",\"public_key\":\"%s\",\"config\":{}}"
        .formatted(privateKey, publicKey);
  }

  private JsonNode createMerchant() {
    return done(admin("POST", "/merchant", body(secret(keyPair), keyPair.pubkey().hex())));
  }

  @Test
  void postMerchantMakesTheAccountsOnlyMerchant() {
    JsonNode made = createMerchant();

    assertThat(made.path("private_key").asText("x")).isEmpty();
    assertThat(made.path("public_key").asText()).isEqualTo(keyPair.pubkey().hex());
    assertThat(made.path("config").path("active").asBoolean(true)).isFalse();
    assertThat(done(admin("GET", "/merchant", ""))).isEqualTo(made);
    assertThat(done(admin("GET", "/merchant?reveal=true", "")).path("private_key").asText())
        .isEqualTo(secret(keyPair));
    KeyPair second = KeyPair.generate();
    assertRefused(
        admin("POST", "/merchant", body(secret(second), second.pubkey().hex())),
        409,
        "An account has one merchant");
    assertRefused(
        merchant.call(
            "POST",
            "/merchant",
            accountWithoutMerchant(),
            body(secret(keyPair), keyPair.pubkey().hex())),
        409,
        "There is a merchant with this key already");
  }

  @Test
  void postMerchantTakesNsecAndNpub() {
    String nsec = Bech32.toBech32(Bech32Prefix.NSEC, keyPair.secret());
    JsonNode made = done(admin("POST", "/merchant", body(nsec, keyPair.pubkey().hex())));
    assertThat(made.path("public_key").asText()).isEqualTo(keyPair.pubkey().hex());
  }

  @Test
  void postMerchantRefusesKeysThatAreNoneAndRepeatsNoSecret() {
    String other = KeyPair.generate().pubkey().hex();
    for (String body :
        List.of(
            "{}",
            body("", ""),
            body(secret(keyPair), other),
            body(secret(keyPair) + "00", keyPair.pubkey().hex()),
            body("nsec1" + secret(keyPair), keyPair.pubkey().hex()),
            body("0".repeat(64), keyPair.pubkey().hex()),
            body(secret(keyPair), "npub1" + other),
            "{\"private_key\":7,\"public_key\":[]}",
            "{\"private_key\":\"" + secret(keyPair) + "\"}")) {
      HttpResponse<String> answer = admin("POST", "/merchant", body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(OwnMerchant.json(answer).path("detail").path(0).path("loc").path(0).asText())
          .isEqualTo("body");
      assertThat(answer.body()).doesNotContain(secret(keyPair));
    }
    assertThat(done(admin("GET", "/merchant", "")).isNull()).isTrue();
  }

  @Test
  void patchMerchantChangesWhatItSaysAndRelaysAreTold() {
    String path = "/merchant/" + createMerchant().path("id").asText();
    JsonNode changed =
        done(
            admin(
                "PATCH",
                path,
                "{\"name\":\"Ann\",\"about\":\"Mugs\",\"active\":true,\"sync_from_nostr\":true}"));
    assertThat(changed.path("config").path("name").asText()).isEqualTo("Ann");
    assertThat(changed.path("config").path("active").asBoolean()).isTrue();
    changed = done(admin("PATCH", path, "{\"about\":null}"));
    assertThat(changed.path("config").path("name").asText()).isEqualTo("Ann");
    assertThat(changed.path("config").path("about").isNull()).isTrue();
    Event profile = awaitPublished(event -> event.content().equals("{\"name\":\"Ann\"}"));
    assertThat(profile.kind()).isZero();
    assertRefused(admin("PATCH", path, "{\"name\":7}"), 400, "str type expected");
  }

  @Test
  void toggleHasOrdersTakenOrWait() {
    String path = "/merchant/" + createMerchant().path("id").asText() + "/toggle";
    assertThat(done(admin("PUT", path, "")).path("config").path("active").asBoolean()).isTrue();
    assertThat(done(admin("PUT", path, "")).path("config").path("active").asBoolean(true))
        .isFalse();
  }

  @Test
  void deleteMerchantIsRefusedWhileOrdersAreOpenAndForgetsTheKey() {
    merchant.fillCatalogue();
    merchant.customer(CUSTOMER, 1, "{}");
    merchant.received(CUSTOMER, -1, "Hello");
    merchant.order("open", CUSTOMER, "AWAITING_PAYMENT");
    String path = "/merchant/" + merchant.id;
    assertRefused(
        merchant.call("DELETE", path, merchant.adminKey, ""),
        409,
        "Open orders need this merchant");

    merchant.sql("UPDATE orders SET status = 'EXPIRED' WHERE merchant_id = ?", merchant.id);
    assertThat(done(merchant.call("DELETE", path, merchant.adminKey, "")).isNull()).isTrue();

    assertThat(merchant.read("/merchant").isNull()).isTrue();
    assertRefused(merchant.get("/zone"), 404, "Merchant cannot be found");
    for (String table :
        List.of("zone", "stall", "product", "publication", "message", "customer", "relay_cursor")) {
      assertThat(
              merchant.number(
                  "SELECT count(*) FROM " + table + " WHERE merchant_id = ?", merchant.id))
          .as(table)
          .isZero();
    }
    assertThat(merchant.number("SELECT count(*) FROM orders WHERE merchant_id = ?", merchant.id))
        .as("kept for the books")
        .isEqualTo(1);
    done(
        merchant.call(
            "POST",
            "/merchant",
            merchant.adminKey,
            body(secret(merchant.keyPair), merchant.keyPair.pubkey().hex())));
  }

  @Test
  void noOtherMerchantIsTouched() {
    String path = "/merchant/" + createMerchant().path("id").asText();
    for (String row :
        List.of("PATCH ", "DELETE ", "PUT /toggle", "PUT /nostr", "GET /nostr", "DELETE /nostr")) {
      String[] parts = row.split(" ", 2);
      assertRefused(
          merchant.call(parts[0], path + parts[1], merchant.adminKey, ""),
          404,
          "Merchant cannot be found");
    }
    assertThat(done(admin("GET", "/merchant", "")).path("config").path("name").isNull()).isTrue();
  }

  @Test
  void rereadingNeedsTheAdminKey() {
    assertRefused(merchant.get("/merchant/" + merchant.id + "/nostr"), 403, "admin key");
  }

  /** From a key that is known elsewhere to a catalogue that is edited here, and taken back. */
  @Test
  void aMerchantWhoComesFromElsewhereBringsTheirCatalogue() {
    publish(0, null, "{\"name\":\"Ann of elsewhere\"}", -100);
    publish(30017, "mugs", "{\"name\":\"Mugs\",\"currency\":\"sat\",\"shipping\":[]}", -100);
    Event mug =
        publish(
            30018,
            "mug",
            "{\"stall_id\":\"mugs\",\"name\":\"Mug\",\"price\":2100,\"quantity\":5}",
            -100);
    String path = "/merchant/" + createMerchant().path("id").asText();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(done(admin("GET", "/stall?pending=true", ""))).hasSize(1);
              assertThat(done(admin("GET", "/stall/product/mugs?pending=true", ""))).hasSize(1);
              assertThat(done(admin("GET", "/merchant", "")).path("config").path("name").asText())
                  .isEqualTo("Ann of elsewhere");
            });
    accept("/stall/mugs", "PUT");
    accept("/product/mug", "PATCH");
    Event ours = awaitPublished(event -> event.kind() == 30018 && !event.id().equals(mug.id()));
    assertThat(ours.createdAt()).isAfter(mug.createdAt());
    assertThat(awaitPublished(event -> event.kind() == 30017).createdAt())
        .isBeforeOrEqualTo(ours.createdAt());

    publish(
        30018, "mug", "{\"stall_id\":\"mugs\",\"name\":\"Mug\",\"price\":2500,\"quantity\":4}", 60);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(read("/product/mug").path("price").asInt()).isEqualTo(2500));
    assertThat(read("/product/mug").path("quantity").asInt()).isEqualTo(4);

    merchantForgetsTheMug();
    done(admin("GET", path + "/nostr", ""));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(done(admin("GET", "/stall/product/mugs?pending=true", ""))).hasSize(1));

    done(admin("DELETE", path + "/nostr", ""));
    awaitPublished(event -> event.kind() == 5 && event.content().contains("Stall 'Mugs'"));
    assertThat(read("/stall/mugs").path("name").asText()).isEqualTo("Mugs");
    done(admin("PUT", path + "/nostr", ""));
    await().atMost(PATIENCE).until(() -> !onlooker.stored(filter("\"kinds\":[30017]")).isEmpty());
  }

  /** As if a backup had been brought back that does not know it. */
  private void merchantForgetsTheMug() {
    String pubkey = keyPair.pubkey().hex();
    merchant.sql(
        "DELETE FROM publication USING merchant m WHERE m.id = merchant_id AND m.public_key = ?"
            + " AND kind = 30018",
        pubkey);
    merchant.sql(
        "DELETE FROM product USING merchant m WHERE m.id = merchant_id AND m.public_key = ?",
        pubkey);
  }

  private JsonNode read(String path) {
    return done(admin("GET", path, ""));
  }

  private void accept(String path, String method) {
    ObjectNode shown = (ObjectNode) read(path);
    done(admin(method, path, shown.put("pending", false).toString()));
  }

  private Event publish(int kind, @Nullable String id, String content, int secondsFromNow) {
    Event event =
        keyPair.sign(
            new EventTemplate(
                kind,
                Instant.now().plusSeconds(secondsFromNow),
                id == null ? List.of() : List.of(List.of("d", id)),
                content));
    assertThat(onlooker.publish(event).path(2).asBoolean()).isTrue();
    return event;
  }

  private String filter(String more) {
    return "{\"authors\":[\"%s\"],%s}".formatted(keyPair.pubkey(), more);
  }

  private Event awaitPublished(Predicate<Event> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                onlooker.stored(filter("\"kinds\":[0,5,30017,30018]")).stream()
                    .filter(wanted)
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }
}
