package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What relays have of a merchant, and what is made of it here. */
class CatalogueOnRelaysIT extends NewMerchant {

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
              JsonNode stalls = done(admin("GET", "/stall?pending=true", ""));
              assertThat(stalls.path(0).path("name").asText()).isEqualTo("Mugs");
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
}
