package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import nostr.crypto.bech32.Bech32;
import nostr.crypto.bech32.Bech32Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The rows of api.md, part 1, that make and change merchants. */
@ExtendWith(OutputCaptureExtension.class)
class MerchantEditsIT extends NewMerchant {

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
  void postMerchantRefusesKeysThatAreNoneAndRepeatsNoSecret(CapturedOutput log) {
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
    createMerchant();
    assertThat(log.getAll()).doesNotContain(secret(keyPair));
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
    merchant.sql(
        """
        INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
          state, created_at) VALUES (?, 'c', 'c', 4, -1, '', '[]', now(), 'PENDING', now())
        """,
        merchant.id);
    assertRefused(merchant.call("DELETE", path, merchant.adminKey, ""), 409, "need this merchant");
    merchant.sql("UPDATE outbox SET state = 'DELIVERED' WHERE merchant_id = ?", merchant.id);
    merchant.sql(
        """
        INSERT INTO outbox_event SELECT ?, seq, now(), now(), '' FROM outbox WHERE merchant_id = ?
        """,
        "of " + merchant.id,
        merchant.id);
    merchant.sql(
        "INSERT INTO outbox_delivery VALUES (?, 'r', 'ACCEPTED', NULL, now())",
        "of " + merchant.id);
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
    for (String table : List.of("outbox_event", "outbox_delivery")) {
      assertThat(
              merchant.number(
                  "SELECT count(*) FROM " + table + " WHERE event_id = ?", "of " + merchant.id))
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
}
