package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import market.caravan.nostr.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a customer's client finds of the shop on the relay. */
class PublishProductsIT extends AtTheShop {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @BeforeEach
  void lookForTheShop() {
    customer.send(
        "[\"REQ\",\"shop\",{\"kinds\":[0,30017,30018],\"authors\":[\"%s\"]}]"
            .formatted(shop.merchant()));
  }

  @Test
  void findsTheProfileBothStallsAndEveryProduct() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(published(0)).isNotEmpty();
              assertThat(published(30017))
                  .extracting(event -> event.tag("d").orElseThrow())
                  .contains("kitchen", "prints");
              assertThat(published(30018))
                  .extracting(event -> event.tag("d").orElseThrow())
                  .contains("mug", "recipes", "teapot", "pan", "poster", "postcards");
            });
    assertThat(customer.events()).allMatch(Event::isGenuine);
    JsonNode zone = content(latest(30017, "prints").orElseThrow()).path("shipping").path(0);
    assertThat(zone.path("countries")).isEqualTo(zone.path("regions"));
    assertThat(content(latest(30018, "recipes").orElseThrow()).path("quantity").asLong())
        .isEqualTo(1_000_000);
  }

  @Test
  void seesThatThereIsLessOfAProductOnceItIsOrdered() {
    Awaitility.await().atMost(PATIENCE).until(() -> latest(30018, "pan").isPresent());
    Event before = latest(30018, "pan").orElseThrow();
    long stock = content(before).path("quantity").asLong();

    String unused = order("pan", 3);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> content(latest(30018, "pan").orElseThrow()).path("quantity").asLong() < stock);
    Event after = latest(30018, "pan").orElseThrow();
    assertThat(content(after).path("quantity").asLong()).isEqualTo(stock - 3);
    assertThat(after.createdAt()).isAfter(before.createdAt());
  }

  private Optional<Event> latest(int kind, String id) {
    return published(kind).stream()
        .filter(event -> event.tag("d").filter(id::equals).isPresent())
        .max(Comparator.comparing(Event::createdAt));
  }

  private List<Event> published(int kind) {
    return customer.events().stream().filter(event -> event.kind() == kind).toList();
  }

  private static JsonNode content(Event event) {
    return TestCustomer.json(event.content());
  }
}
