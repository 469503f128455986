package market.caravan.catalog;

import static market.caravan.catalog.Wares.MERCHANT;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static market.caravan.catalog.Wares.zone;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.money.Currency;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicationsIT extends PostgresTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofHours(1);
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final KeyPair keyPair = KeyPair.generate();
  private final TestClock clock = new TestClock(START);
  private final Catalog catalog = new Catalog(jdbc);
  private final CatalogChanges changes = new CatalogChanges(jdbc, clock);
  private final Publications publications = publications(200);

  @BeforeEach
  void openAShop() {
    Wares.addMerchant(jdbc, MERCHANT, keyPair);
    changes.save(MERCHANT, zone("eu", "EUR", "4.50"));
    changes.save(stall("euros", "EUR", catalog.zones(MERCHANT).getFirst()));
    changes.save(product("euros", "shirt", "19.99"));
  }

  @Test
  void announcesProfileThenStallsThenProducts() {
    List<Announcement> due = deliverAll();

    assertThat(due).extracting(it -> it.template().kind()).containsExactly(0, 30017, 30018);
    assertThat(due).extracting(it -> it.merchant()).containsOnly(keyPair.pubkey());
    assertThat(due).extracting(it -> it.template().createdAt()).containsOnly(Instant.EPOCH);
  }

  @Test
  void announcesNoProductBeforeARelayShowsItsStall() {
    Announcement stall = due().getLast();
    assertThat(stall.about().kind()).isEqualTo(30017);
    clock.advance(RETRY);
    assertThat(due()).extracting(it -> it.about().kind()).containsExactly(0, 30017);

    deliver(stall);

    assertThat(single(due()).about().id()).isEqualTo("shirt");
  }

  @Test
  void takesAStallThatIsClosedBackWithItsProductsAndBringsThemBackLater() {
    deliverAll();
    clock.advance(EVERY);
    Stall open = catalog.stall(MERCHANT, "euros").orElseThrow();
    changes.save(closed(open));

    List<Announcement> deletions = deliverAll();
    assertThat(deletions).extracting(it -> it.template().kind()).containsExactly(5, 5);
    assertThat(deletions).extracting(it -> it.about().id()).containsExactly("euros", "shirt");
    reserve(1);
    clock.advance(EVERY);
    assertThat(due()).isEmpty();

    changes.save(open);
    assertThat(deliverAll()).extracting(it -> it.template().kind()).containsExactly(30017, 30018);
  }

  @Test
  void takesBackWhatIsDeletedAndNothingThatNoRelayHas() {
    List<Announcement> announced = deliverAll();
    changes.save(product("euros", "draft", "1", 100L, false));
    clock.advance(EVERY);
    changes.deleteProduct(MERCHANT, "shirt");
    changes.deleteProduct(MERCHANT, "draft");
    changes.deleteStall(MERCHANT, "euros");

    List<Announcement> deletions = deliverAll();

    assertThat(deletions).extracting(it -> it.about().id()).containsExactly("euros", "shirt");
    assertThat(deletions.getFirst().template().tags())
        .containsExactly(List.of("e", eventId(announced.get(1))));
    clock.advance(RETRY);
    assertThat(due()).isEmpty();
  }

  @Test
  void announcesNothingTwice() {
    deliverAll();
    clock.advance(Duration.ofDays(1));

    assertThat(due()).isEmpty();
  }

  @Test
  void announcesEverythingAnewWhereARelayIsNewToUs() {
    URI known = URI.create("wss://known.example");
    deliverAll();
    due();
    jdbc.sql(
            """
            INSERT INTO outbox_delivery (event_id, relay, outcome, at)
            SELECT event_id, :relay, 'ACCEPTED', now() FROM outbox_event
            """)
        .param("relay", known.toString())
        .update();
    clock.advance(Duration.ofDays(1));

    publications.renewFor(List.of(known));
    assertThat(due()).isEmpty();
    publications.renewFor(List.of(known, URI.create("wss://new.example")));
    assertThat(deliverAll()).hasSize(3);

    due();
    jdbc.sql("UPDATE publication SET event_id = 'of another client'").update();
    publications.renewFor(List.of(URI.create("wss://newer.example")));
    clock.advance(Duration.ofDays(1));
    assertThat(due()).isEmpty();
  }

  @Test
  void announcesADifferentStockOnce() {
    deliverAll();
    reserve(30);
    clock.advance(EVERY);

    Announcement announcement = single(due());

    assertThat(announcement.quantity()).isEqualTo(70);
    assertThat(announcement.template().content()).contains("\"quantity\":70,");
    deliver(announcement);
    clock.advance(EVERY);
    assertThat(due()).isEmpty();
  }

  @Test
  void announcesAProductNoMoreThanOnceInThreeSeconds() {
    deliverAll();
    clock.advance(EVERY.minusMillis(1));
    reserve(1);
    assertThat(due()).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(due()).hasSize(1);
  }

  @Test
  void keepsSilentWhileAnEventIsOnItsWayAndThenSaysTheLatest() {
    deliverAll();
    reserve(1);
    clock.advance(EVERY);
    Announcement first = single(due());
    long onItsWay = post(first);
    publications.announced(first, onItsWay);
    reserve(2);
    reserve(5);
    clock.advance(RETRY.multipliedBy(10));
    assertThat(due()).isEmpty();

    settle(onItsWay, first, "DELIVERED");

    Announcement second = single(due());
    assertThat(second.quantity()).isEqualTo(95);
    assertThat(second.template().createdAt()).isEqualTo(clock.instant());
  }

  @Test
  void remembersTheEventThatARelayHas() {
    Announcement shirt = deliverAll().getLast();
    due();

    Publication known = catalog.product(MERCHANT, "shirt").orElseThrow().publication();
    assertThat(known.eventId()).isEqualTo(eventId(shirt));
    assertThat(known.eventCreatedAt()).isEqualTo(START);
    assertThat(catalog.stall(MERCHANT, "euros").orElseThrow().publication().eventId()).isNotNull();
  }

  @Test
  void announcesAProductInTheCurrencyOfItsPrice() {
    Product shirt = product("euros", "shirt", "20000").pricedIn(Currency.SAT);
    changes.save(shirt);

    assertThat(deliverAll().getLast().template().content())
        .contains("\"currency\":\"sat\"", "\"price\":20000");
  }

  @Test
  void announcesAnEditOfAStallItsZonesAndAProductAnew() {
    deliverAll();
    clock.advance(EVERY);

    changes.save(MERCHANT, zone("eu", "EUR", "5"));
    changes.save(product("euros", "shirt", "21"));

    assertThat(due())
        .extracting(announcement -> announcement.about().id())
        .containsExactly("euros", "shirt");
  }

  @Test
  void announcesAnEditThatWasMadeWhileAnEventWasOnItsWay() {
    deliverTheStall();
    Announcement shirt = due().getLast();
    long onItsWay = post(shirt);
    publications.announced(shirt, onItsWay);
    changes.save(product("euros", "shirt", "21"));
    settle(onItsWay, shirt, "DELIVERED");
    clock.advance(EVERY);

    assertThat(due().getLast().template().content()).contains("\"price\":21,");
  }

  @Test
  void takesAProductBackThatIsNoLongerForSaleAndBringsItBackLater() {
    Announcement shirt = deliverAll().getLast();
    clock.advance(EVERY);
    changes.save(product("euros", "shirt", "1", 100L, false));

    Announcement deletion = single(due());
    assertThat(deletion.template().kind()).isEqualTo(5);
    assertThat(deletion.template().tags()).containsExactly(List.of("e", eventId(shirt)));
    deliver(deletion);
    reserve(1);
    clock.advance(EVERY);
    assertThat(due()).isEmpty();

    changes.save(product("euros", "shirt", "1", 100L, true));
    assertThat(single(due()).template().kind()).isEqualTo(30018);
  }

  @Test
  void saysNothingOfAProductThatWasNeverForSale() {
    deliverAll();
    clock.advance(EVERY);
    changes.save(product("euros", "draft", "1", 100L, false));

    assertThat(due()).isEmpty();
  }

  @Test
  void triesAnEventThatNoRelayTookAnewAfterAnHour() {
    deliverTheStall();
    Announcement shirt = due().getLast();
    long refused = post(shirt);
    publications.announced(shirt, refused);
    settle(refused, shirt, "DEAD");
    assertThat(due()).isEmpty();

    clock.advance(RETRY.minusMillis(1));
    assertThat(due()).isEmpty();
    clock.advance(Duration.ofMillis(1));

    Announcement again = single(due());
    assertThat(again.about()).isEqualTo(shirt.about());
    assertThat(again.template().createdAt()).isEqualTo(START);
  }

  @Test
  void beginsAnewWhatWasClaimedAndNeverWritten() {
    assertThat(publications.due()).hasSize(2);
    assertThat(publications.due()).isEmpty();

    clock.advance(LEASE);
    assertThat(publications.due()).hasSize(2);
  }

  @Test
  void putsEachThingIntoALaneOfItsOwnAndItsDeletionToo() {
    List<Announcement> announced = deliverAll();
    changes.save(product("euros", "shirt", "1", 100L, false));
    clock.advance(EVERY);

    assertThat(announced)
        .extracting(Announcement::lane)
        .containsExactly("0:", "30017:euros", "30018:shirt");
    assertThat(single(due()).lane()).isEqualTo("30018:shirt");
  }

  @Test
  void takesNoMoreAtATimeThanTheBatch() {
    assertThat(due(publications(1))).hasSize(1);
  }

  private List<Announcement> due() {
    return due(publications);
  }

  private static List<Announcement> due(Publications some) {
    return some.due().stream().flatMap(row -> some.word(row).stream()).toList();
  }

  /** Stalls, and then the products of those that a relay shows. */
  private List<Announcement> deliverAll() {
    List<Announcement> delivered = new ArrayList<>();
    for (List<Announcement> due = due(); !due.isEmpty(); due = due()) {
      due.forEach(this::deliver);
      delivered.addAll(due);
    }
    return delivered;
  }

  /** Only the shirt is still to be announced. */
  private void deliverTheStall() {
    due().forEach(this::deliver);
  }

  private void deliver(Announcement announcement) {
    long seq = post(announcement);
    publications.announced(announcement, seq);
    settle(seq, announcement, "DELIVERED");
  }

  private long post(Announcement announcement) {
    return jdbc.sql(
            """
            INSERT INTO outbox (merchant_id, lane, kind, type, content, tags, not_before, state,
                                created_at)
            VALUES ('m', 'catalogue', :kind, -1, '', '[]', now(), 'PENDING', now()) RETURNING seq
            """)
        .param("kind", announcement.template().kind())
        .query(Long.class)
        .single();
  }

  private void settle(long seq, Announcement announcement, String state) {
    EventTemplate template = announcement.template();
    var event =
        keyPair.sign(
            new EventTemplate(
                template.kind(), clock.instant(), template.tags(), template.content()));
    jdbc.sql(
            """
            WITH signed AS (
              INSERT INTO outbox_event VALUES (:id, :seq, :at, :at, :event))
            UPDATE outbox SET state = :state, event_time = :at WHERE seq = :seq
            """)
        .param("state", state)
        .param("event", EventJson.write(event))
        .param("at", event.createdAt().atOffset(ZoneOffset.UTC))
        .param("id", event.id().hex())
        .param("seq", seq)
        .update();
  }

  private static Stall closed(Stall stall) {
    return new StallEdit(null, null, null, null, null, null, false, false).on(stall, stall.zones());
  }

  private String eventId(Announcement announcement) {
    return jdbc.sql(
            "SELECT event_id FROM outbox_signed WHERE kind = :kind ORDER BY seq DESC LIMIT 1")
        .param("kind", announcement.template().kind())
        .query(String.class)
        .single();
  }

  private static Announcement single(List<Announcement> announcements) {
    assertThat(announcements).hasSize(1);
    return announcements.getFirst();
  }

  private void reserve(long pieces) {
    jdbc.sql("UPDATE product SET reserved = :pieces WHERE id = 'shirt'")
        .param("pieces", pieces)
        .update();
  }

  private Publications publications(int batchSize) {
    return new Publications(
        jdbc,
        new Announcements(catalog, new CatalogEvents(new Nip15Properties(false))),
        new CatalogPublishingProperties(EVERY, RETRY, LEASE, batchSize),
        clock);
  }
}
