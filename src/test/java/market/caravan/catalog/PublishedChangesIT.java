package market.caravan.catalog;

import static market.caravan.catalog.Wares.MERCHANT;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static market.caravan.catalog.Wares.zone;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.money.Currency;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a merchant has published elsewhere, with the same key. */
class PublishedChangesIT extends PostgresTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant BEFORE = START.minusSeconds(1);
  private static final Instant AFTER = START.plusSeconds(60);

  private final KeyPair keyPair = KeyPair.generate();
  private final TestClock clock = new TestClock(START);
  private final Catalog catalog = new Catalog(jdbc);
  private final CatalogChanges changes = new CatalogChanges(jdbc, clock);
  private final Merchants merchants = new Merchants(jdbc, Wares.keys(jdbc), clock);
  private final PublishedReader reader =
      new PublishedReader(Clock.systemUTC(), new SimpleMeterRegistry());
  private final PublishedChanges published =
      new PublishedChanges(
          catalog, new CatalogLocks(jdbc), changes, merchants, new PublishedRows(jdbc));

  @BeforeEach
  void openAShop() {
    Wares.addMerchant(jdbc, MERCHANT, keyPair);
    changes.save(MERCHANT, zone("eu", "EUR", "4.50"));
    changes.save(stall("euros", "EUR", catalog.zones(MERCHANT).getFirst()));
    changes.save(product("euros", "shirt", "19.99"));
  }

  private Event publish(int kind, @Nullable String id, String content, Instant at) {
    List<List<String>> tags = id == null ? List.of() : List.of(List.of("d", id));
    return publish(new EventTemplate(kind, at, tags, content));
  }

  private Event publish(EventTemplate template) {
    Event event = keyPair.sign(template);
    reader.read(event).forEach(published::takeOver);
    return event;
  }

  private Event publishShirt(Instant at, int quantity) {
    String content =
        "{\"stall_id\":\"euros\",\"name\":\"Blue shirt\",\"price\":21,\"quantity\":%d}"
            .formatted(quantity);
    return publish(30018, "shirt", content, at);
  }

  private void delete(Event event, Instant at) {
    publish(new EventTemplate(5, at, List.of(List.of("e", event.id().hex())), ""));
  }

  private Product shirt() {
    return catalog.product(MERCHANT, "shirt").orElseThrow();
  }

  private boolean isDue(String id) {
    return jdbc.sql("SELECT due FROM publication WHERE id = :id")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  @Test
  void takesOverAYoungerProductAndAddsWhatOrdersHold() {
    jdbc.sql("UPDATE product SET reserved = 7").update();

    Event event = publishShirt(AFTER, 50);

    assertThat(shirt().name()).isEqualTo("Blue shirt");
    assertThat(shirt().price()).isEqualByComparingTo("21");
    assertThat(shirt().quantity()).isEqualTo(57);
    assertThat(shirt().available()).isEqualTo(50);
    assertThat(shirt().publication()).isEqualTo(new Publication(false, event.id().hex(), AFTER));
    assertThat(shirt().version()).isEqualTo(2);
    assertThat(isDue("shirt")).isFalse();
  }

  @Test
  void leavesAnEditOfOursThatIsYounger() {
    publishShirt(BEFORE, 50);

    assertThat(shirt().name()).isEqualTo("A shirt");
    assertThat(isDue("shirt")).isTrue();
  }

  @Test
  void takesAnEventOverOnceAndNoOlderOneAfterIt() {
    publishShirt(AFTER, 50);
    publishShirt(AFTER, 40);
    publishShirt(AFTER.minusSeconds(1), 30);

    assertThat(shirt().quantity()).isEqualTo(50);
    publishShirt(AFTER.plusSeconds(1), 20);
    assertThat(shirt().quantity()).isEqualTo(20);
  }

  @Test
  void tellsRelaysOnceMoreWhereAnOlderEventOfOursIsOnItsWay() {
    jdbc.sql("UPDATE publication SET due = FALSE, outbox_seq = 1 WHERE id = 'shirt'").update();
    publishShirt(AFTER, 50);

    assertThat(isDue("shirt")).isTrue();
  }

  @Test
  void leavesDueWhatIsToBeTakenBackFromRelaysForAnotherReason() {
    changes.save(catalog.stall(MERCHANT, "euros").orElseThrow().closed());
    publishShirt(AFTER, 50);

    assertThat(isDue("shirt")).isTrue();
  }

  @Test
  void leavesDueWhatAMerchantHasHadTakenBackFromRelays() {
    merchants.publish(MERCHANT, false);
    nothingIsDue();

    publishShirt(AFTER, 50);
    publishStall("euros", "Euros!", "4.50", AFTER);
    publish(0, null, "{\"name\":\"Bob\"}", Instant.now().plusSeconds(60));

    assertThat(isDue("shirt")).isTrue();
    assertThat(isDue("euros")).isTrue();
    assertThat(isDue("")).as("the profile").isFalse();
    publishShirt(AFTER.plusSeconds(1), 50);
    assertThat(isDue("shirt")).as("whatever else is published").isTrue();
  }

  @Test
  void leavesAnUnlimitedProductUnlimitedWhenAMillionComesBack() {
    jdbc.sql("UPDATE product SET quantity = NULL").update();
    publishShirt(AFTER, 1_000_000);
    assertThat(shirt().quantity()).isNull();

    publishShirt(AFTER.plusSeconds(1), 999_999);
    assertThat(shirt().quantity()).isEqualTo(999_999);
    publishShirt(AFTER.plusSeconds(2), 1_000_000);
    assertThat(shirt().quantity()).as("it has a limit").isEqualTo(1_000_000);
  }

  /** As after the loss of all that was here. */
  @Test
  void readsAMillionOfWhatIsUnknownAsUnlimited() {
    publish(30018, "song", "{\"stall_id\":\"euros\",\"quantity\":1000000}", BEFORE);
    assertThat(catalog.product(MERCHANT, "song").orElseThrow().quantity()).isNull();
  }

  @Test
  void hasWhatItDidNotKnowWaitForTheMerchant() {
    publish(
        30017,
        "found",
        """
        {"name":"Found","currency":"EUR","shipping":[
          {"id":"eu","name":"Dearer","cost":99,"regions":[]},{"id":"us","cost":9,"regions":["US"]}]}
        """,
        BEFORE);
    publish(
        30018,
        "hat",
        "{\"stall_id\":\"found\",\"name\":\"Hat\",\"price\":5,\"quantity\":3}",
        BEFORE);

    Stall found = catalog.stall(MERCHANT, "found").orElseThrow();
    Product hat = catalog.product(MERCHANT, "hat").orElseThrow();
    assertThat(found.publication().pending()).isTrue();
    assertThat(hat.publication().pending()).isTrue();
    assertThat(hat.quantity()).isEqualTo(3);
    assertThat(found.zones()).extracting(ShippingZone::id).containsExactly("eu", "us");
    assertThat(catalog.zone(MERCHANT, "eu").orElseThrow().cost()).isEqualByComparingTo("4.5");
    assertThat(isDue("found")).isFalse();
    assertThat(isDue("hat")).isFalse();
  }

  @Test
  void keepsAProductWhoseStallIsReadLater() {
    publish(30018, "hat", "{\"stall_id\":\"later\",\"name\":\"Hat\",\"price\":5}", BEFORE);
    assertThat(catalog.stall(MERCHANT, "later").orElseThrow().publication().pending()).isTrue();

    publish(30017, "later", "{\"name\":\"Hats\",\"currency\":\"EUR\"}", BEFORE.minusSeconds(100));

    Stall later = catalog.stall(MERCHANT, "later").orElseThrow();
    assertThat(later.name()).isEqualTo("Hats");
    assertThat(later.currency().code()).isEqualTo("EUR");
    assertThat(later.publication().pending()).isTrue();
  }

  @Test
  void takesOverAYoungerStallWithItsZones() {
    changes.save(stall("other", "EUR", catalog.zones(MERCHANT).getFirst()));
    jdbc.sql("UPDATE publication SET due = FALSE").update();
    publish(
        30017,
        "euros",
        """
        {"name":"Euros!","currency":"EUR","shipping":[
          {"id":"eu","name":"Dearer","currency":"EUR","cost":5,"countries":["DE"]}]}
        """,
        AFTER);

    Stall stall = catalog.stall(MERCHANT, "euros").orElseThrow();
    assertThat(stall.name()).isEqualTo("Euros!");
    assertThat(stall.publication().pending()).isFalse();
    assertThat(stall.zones().getFirst().cost()).isEqualByComparingTo("5");
    assertThat(isDue("euros")).isFalse();
    assertThat(isDue("other")).as("another stall ships there, too").isTrue();
  }

  private void publishStall(String id, String name, String cost, Instant at) {
    publish(
        30017,
        id,
        """
        {"name":"%s","currency":"EUR","shipping":[
          {"id":"eu","name":"To eu","currency":"EUR","cost":%s,"countries":["Mars"]}]}
        """
            .formatted(name, cost),
        at);
  }

  private void nothingIsDue() {
    jdbc.sql("UPDATE publication SET due = FALSE").update();
  }

  private Stall stallOf(String id) {
    return catalog.stall(MERCHANT, id).orElseThrow();
  }

  @Test
  void takesAnotherStallOverThatWasPublishedBeforeAZoneOfItWasChangedByTheFirst() {
    changes.save(stall("other", "EUR", catalog.zones(MERCHANT).getFirst()));
    publishStall("euros", "Euros", "5", AFTER);
    nothingIsDue();

    publishStall("other", "Another", "4.50", AFTER.minusSeconds(10));

    assertThat(stallOf("other").name()).isEqualTo("Another");
    assertThat(stallOf("other").zones().getFirst().cost()).isEqualByComparingTo("5");
    assertThat(isDue("other")).as("relays show an older zone").isTrue();
    assertThat(isDue("euros")).isFalse();
  }

  @Test
  void takesAStallOverThatWasPublishedBeforeAZoneOfItWasEditedHere() {
    clock.advance(java.time.Duration.ofMinutes(5));
    changes.save(MERCHANT, zone("eu", "EUR", "6"));
    nothingIsDue();

    publishStall("euros", "Euros!", "4.50", AFTER);

    assertThat(stallOf("euros").name()).isEqualTo("Euros!");
    assertThat(stallOf("euros").zones().getFirst().cost()).isEqualByComparingTo("6");
    assertThat(isDue("euros")).isTrue();
  }

  @Test
  void changesNoZoneByAnEventThatIsOlderThanOneThatSaidTheSameOfIt() {
    changes.save(stall("other", "EUR", catalog.zones(MERCHANT).getFirst()));
    publishStall("euros", "Euros", "4.50", AFTER);

    publishStall("other", "Other", "3", AFTER.minusSeconds(10));

    assertThat(catalog.zone(MERCHANT, "eu").orElseThrow().cost()).isEqualByComparingTo("4.5");
  }

  @Test
  void doesNotBringAZoneBackThatWasDeletedHere() {
    clock.advance(java.time.Duration.ofMinutes(5));
    changes.deleteZone(MERCHANT, "eu");

    publishStall("euros", "Euros", "4.50", AFTER);

    assertThat(catalog.zones(MERCHANT)).isEmpty();
  }

  private void publishPrice(String currency, String price, Instant at) {
    publish(
        30018,
        "shirt",
        "{\"stall_id\":\"euros\",\"currency\":\"%s\",\"price\":%s}".formatted(currency, price),
        at);
  }

  /** Twenty euros are not twenty satoshi: Pricing refuses what has no price in its stall's. */
  @Test
  void keepsTheCurrencyOfAProductThatIsNotThatOfItsStall() {
    publishPrice("sat", "20000", AFTER);
    assertThat(shirt().currency()).isEqualTo(Currency.SAT);

    publishPrice("EUR", "20", AFTER.plusSeconds(1));
    assertThat(shirt().currency()).as("that of the stall").isNull();
  }

  @Test
  void takesThePriceThatIsEditedHereForOneInTheCurrencyOfTheStall() {
    publishPrice("sat", "20000", AFTER);

    changes.save(shirt().withPending(false));
    assertThat(shirt().currency()).as("nobody has said another price").isEqualTo(Currency.SAT);
    changes.save(
        new ProductEdit(
                null,
                null,
                null,
                null,
                null,
                new BigDecimal(20),
                null,
                null,
                null,
                null,
                null,
                false)
            .on(shirt(), 9L));
    assertThat(shirt().currency()).isNull();
  }

  @Test
  void keepsThePricesOfAStallWhoseCurrencyWasChangedElsewhere() {
    publish(30017, "euros", "{\"name\":\"Euros\",\"currency\":\"USD\"}", AFTER);

    assertThat(shirt().currency()).isEqualTo(new Currency("EUR"));
    publishPrice("USD", "21", AFTER.plusSeconds(1));
    assertThat(shirt().currency()).isNull();
  }

  @Test
  void knowsNoCurrencyOfAStallThatIsReadLater() {
    publish(30018, "hat", "{\"stall_id\":\"later\",\"price\":5}", BEFORE);
    publish(30018, "cap", "{\"stall_id\":\"later\",\"currency\":\"EUR\",\"price\":5}", BEFORE);
    publish(30017, "later", "{\"name\":\"Hats\",\"currency\":\"EUR\"}", BEFORE);

    Currency euro = new Currency("EUR");
    assertThat(catalog.productsOfStall(MERCHANT, "later"))
        .extracting(product -> product.currencyAt(euro))
        .containsExactly(euro, euro);
  }

  @Test
  void takesAProductOffSaleThatWasDeletedElsewhereAndDeletesNothing() {
    Event event = publishShirt(AFTER, 50);
    delete(event, AFTER);

    assertThat(shirt().active()).isFalse();
    assertThat(isDue("shirt")).isFalse();
    publishShirt(AFTER.plusSeconds(1), 50);
    assertThat(shirt().active()).isTrue();
  }

  @Test
  void closesAStallThatWasDeletedElsewhereAndTakesItsProductsBack() {
    publishShirt(AFTER, 50);
    publish(
        new EventTemplate(
            5, AFTER, List.of(List.of("a", "30017:" + keyPair.pubkey() + ":euros")), ""));

    assertThat(catalog.stall(MERCHANT, "euros").orElseThrow().active()).isFalse();
    assertThat(isDue("euros")).isFalse();
    assertThat(isDue("shirt")).isTrue();
  }

  @Test
  void forgetsWhatWaitedForTheMerchantAndIsDeleted() {
    String content = "{\"stall_id\":\"euros\",\"name\":\"Hat\",\"price\":5}";
    delete(publish(30018, "hat", content, BEFORE), BEFORE);
    assertThat(catalog.product(MERCHANT, "hat")).isEmpty();

    publish(30018, "hat", content, BEFORE.minusSeconds(5));
    assertThat(catalog.product(MERCHANT, "hat"))
        .as("from a relay that lacks the deletion")
        .isEmpty();
  }

  @Test
  void doesNotBringBackWhatWasDeletedHere() {
    clock.advance(java.time.Duration.ofMinutes(2));
    changes.deleteProduct(MERCHANT, "shirt");

    publishShirt(AFTER, 50);

    assertThat(catalog.product(MERCHANT, "shirt")).isEmpty();
  }

  @Test
  void leavesADeletionThatIsOlderThanAnEditOfOurs() {
    Event event = publishShirt(AFTER, 50);
    clock.advance(java.time.Duration.ofMinutes(5));
    changes.save(product("euros", "shirt", "30"));

    delete(event, AFTER.plusSeconds(10));

    assertThat(shirt().active()).isTrue();
  }

  @Test
  void takesOverAYoungerProfile() {
    publish(
        0,
        null,
        "{\"name\":\"Bob\",\"lud16\":\"bob@example.com\"}",
        Instant.now().minusSeconds(60));
    assertThat(catalog.merchant(MERCHANT).orElseThrow().profile().name()).isEqualTo("Shop");

    publish(0, null, "{\"name\":\"Bob\"}", Instant.now().plusSeconds(60));

    MerchantProfile profile = catalog.merchant(MERCHANT).orElseThrow().profile();
    assertThat(profile.name()).isEqualTo("Bob");
    assertThat(profile.about()).isNull();
    assertThat(isDue("")).isFalse();
  }

  @Test
  void knowsNothingOfStrangers() {
    Event event =
        KeyPair.generate()
            .sign(
                new EventTemplate(
                    30018,
                    AFTER,
                    List.of(List.of("d", "shirt")),
                    "{\"stall_id\":\"euros\",\"price\":1}"));
    reader.read(event).forEach(published::takeOver);

    assertThat(shirt().name()).isEqualTo("A shirt");
  }
}
