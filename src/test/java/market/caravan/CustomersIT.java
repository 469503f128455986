package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Customers as their merchant meets them, seen from outside. */
class CustomersIT extends AtTheShop {

  @Test
  void areWrittenToAndReadThatInTheirClient() {
    customer.say("Do you ship to Iceland?", Instant.now().plusSeconds(60));
    JsonNode asked = await(row -> row.path("unread_messages").asInt() == 1);
    assertThat(asked.path("profile").isObject()).isTrue();

    JsonNode written =
        TestCustomer.json(
            shop.decide(
                    "POST",
                    "/nostrmarket/api/v1/message",
                    "{\"message\":\"We do! \\ud83d\\udce6\",\"public_key\":\"%s\"}"
                        .formatted(customer.pubkey()))
                .body());
    assertThat(written.path("message").asText()).isEqualTo("We do! \ud83d\udce6");
    assertThat(written.path("type").asInt()).isEqualTo(-1);
    assertThat(written.path("incoming").asBoolean(true)).isFalse();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> customer.heard().contains("We do! \ud83d\udce6"));
    // Later than the question, although the customer's clock is ahead.
    assertThat(customer.events().getLast().createdAt()).isAfter(Instant.now().plusSeconds(30));

    JsonNode conversation = shop.read("/message/" + customer.pubkey());
    assertThat(conversation).hasSize(2);
    assertThat(conversation.path(1).path("id")).isEqualTo(written.path("id"));
    assertThat(row().path("unread_messages").asInt(-1)).isZero();
  }

  @Test
  void haveTheProfileThatTheyHavePublished() {
    KeyPair keys = KeyPair.generate();
    try (TestCustomer known = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
      String profile =
          "{\"name\":\"Ada \\u0000\",\"about\":\"Drinks tea\",\"lud16\":\"ada@example.com\"}";
      known.publish(keys.sign(new EventTemplate(0, Instant.now(), List.of(), profile)));
      var added =
          shop.decide(
              "POST",
              "/nostrmarket/api/v1/customer",
              "{\"public_key\":\"%s\"}".formatted(known.pubkey()));
      assertThat(added.statusCode()).isEqualTo(200);
      JsonNode row =
          await(
              each ->
                  each.path("public_key").asText().equals(known.pubkey().hex())
                      && each.path("profile").has("name")
                      && each.path("profile").path("name").isTextual());
      assertThat(row.path("profile").path("name").asText()).isEqualTo("Ada \ufffd");
      assertThat(row.path("profile").path("about").asText()).isEqualTo("Drinks tea");
      assertThat(row.path("event_created_at").isIntegralNumber()).isTrue();
      assertThat(row.path("unread_messages").asInt(-1)).isZero();
    }
  }

  @Test
  void areStillReachedOnceTheRelaysWereConnectedToAnew() {
    assertThat(shop.decide("PUT", "/nostrmarket/api/v1/restart", null).body()).isEqualTo("null");
    assertThat(shop.decide("PUT", "/nostrmarket/api/v1/restart", "{}").statusCode()).isEqualTo(200);
    String id = order(shop.product(0), 1);
    assertThat(customer.awaitInvoice(id)).startsWith("lnbcrt");
  }

  private JsonNode row() {
    return await(row -> row.path("public_key").asText().equals(customer.pubkey().hex()));
  }

  private JsonNode await(Predicate<JsonNode> wanted) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                StreamSupport.stream(shop.read("/customer?limit=1000").spliterator(), false)
                    .filter(wanted)
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }
}
