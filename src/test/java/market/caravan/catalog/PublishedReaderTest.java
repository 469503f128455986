package market.caravan.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import market.caravan.TestClock;
import market.caravan.money.Currency;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedReaderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final KeyPair merchant = KeyPair.generate();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PublishedReader reader = new PublishedReader(new TestClock(NOW), meters);

  /** With tags of one letter and a value, such as {@code d=mug}. */
  private Event event(int kind, String content, String... tags) {
    return event(kind, NOW, content, tags);
  }

  private Event event(int kind, Instant at, String content, String... tags) {
    List<List<String>> lists =
        Stream.of(tags).map(tag -> List.of(tag.substring(0, 1), tag.substring(2))).toList();
    return merchant.sign(new EventTemplate(kind, at, lists, content));
  }

  private double unreadable(String code) {
    return meters.counter("caravan.catalogue.unreadable", "code", code).count();
  }

  private <T extends Published> T read(Class<T> type, Event event) {
    return type.cast(reader.read(event).getFirst());
  }

  @Test
  void readsAStallOfTheSpecificationWithRegions() {
    var shown =
        read(
            Published.Shown.class,
            event(
                30017,
                """
                {"id":"x","name":"Mugs","currency":"eur","new":1,
                 "shipping":[{"id":"eu","cost":4.50,"regions":["DE"]}]}
                """,
                tag("d", "mugs")));

    assertThat(shown.id()).isEqualTo("mugs");
    Stall stall = shown.stall().on(Stall.nameless("m", "mugs"), List.of());
    assertThat(stall.name()).isEqualTo("Mugs");
    assertThat(stall.currency().code()).isEqualTo("EUR");
    StallEdit.Zone zone = Objects.requireNonNull(shown.stall().zones()).getFirst();
    assertThat(zone.id()).isEqualTo("eu");
    ShippingZone fresh = zone.edit().fresh("eu");
    assertThat(fresh.cost()).isEqualByComparingTo("4.5");
    assertThat(fresh.currency().code()).isEqualTo("EUR");
    assertThat(fresh.countries()).containsExactly("DE");
  }

  @Test
  void readsAProductWithItsCategories() {
    var offered =
        read(
            Published.Offered.class,
            event(
                30018,
                """
                {"id":"mug","stall_id":"mugs","name":"a\\u0000b","images":["i",7],"currency":"EUR",
                 "price":12.5,"quantity":70,"specs":[["size","big"]],
                 "shipping":[{"id":"eu","cost":1}]}
                """,
                tag("d", "mug"),
                tag("t", "gifts")));

    Product product = offered.product().fresh("m", "mug");
    assertThat(offered.sellable()).isEqualTo(70);
    assertThat(offered.currency()).isEqualTo(new Currency("EUR"));
    assertThat(product.name()).isEqualTo("a\uFFFDb");
    assertThat(product.stallId()).isEqualTo("mugs");
    assertThat(product.images()).containsExactly("i");
    assertThat(product.categories()).containsExactly("gifts");
    assertThat(product.price()).isEqualByComparingTo("12.5");
    assertThat(product.active()).isTrue();
    assertThat(product.shippingCost("eu")).isEqualByComparingTo(BigDecimal.ONE);
  }

  @Test
  void readsAProductWithoutAQuantityAsUnlimited() {
    String content = "{\"stall_id\":\"mugs\",\"quantity\":null,\"active\":false}";
    var offered = read(Published.Offered.class, event(30018, content, tag("d", "song")));

    assertThat(offered.sellable()).isNull();
    assertThat(offered.currency()).isNull();
    assertThat(offered.product().active()).isFalse();
  }

  @Test
  void readsAProfile() {
    var profile =
        read(
            Published.Profile.class,
            event(0, "{\"name\":\"Ann\",\"about\":7,\"lud16\":\"a@b.c\"}"));

    assertThat(profile.profile().name()).isEqualTo("Ann");
    assertThat(profile.profile().about()).isNull();
    assertThat(profile.profile().lud16()).isEqualTo("a@b.c");
  }

  @Test
  void readsADeletionOfEventsAndOfAddressesOfItsAuthor() {
    String other = KeyPair.generate().pubkey().hex();
    var deleted =
        read(
            Published.Deleted.class,
            event(
                5,
                "gone",
                tag("e", "e".repeat(64)),
                tag("e", "a\0b"),
                tag("e", "E".repeat(64)),
                tag("a", "30018:" + merchant.pubkey() + ":mug:blue"),
                tag("a", "30018:" + other + ":mug"),
                tag("a", "1:" + merchant.pubkey() + ":x"),
                tag("a", "30018:" + merchant.pubkey() + ":a\0b"),
                tag("a", "30017:" + merchant.pubkey() + ":")));

    assertThat(deleted.eventIds()).containsExactly("e".repeat(64));
    assertThat(deleted.addresses()).containsExactly(new Published.Address(30018, "mug:blue"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"stall_id\":\"\"}",
        "{\"stall_id\":\"s\",\"price\":-1}",
        "{\"stall_id\":\"s\",\"currency\":\"EURO\"}",
        "{\"stall_id\":\"s\",\"price\":1e400}",
        "{\"stall_id\":\"s\",\"price\":1e99999999999}",
        "{\"stall_id\":\"s\",\"price\":\"1\"}",
        "{\"stall_id\":\"s\",\"quantity\":-1}",
        "{\"stall_id\":\"s\",\"quantity\":1.5}",
        "{\"stall_id\":\"s\",\"quantity\":1e18}",
        "{\"stall_id\":\"s\",\"shipping\":[{\"id\":\"z\",\"cost\":-1}]}",
        "{\"stall_id\":\"s\",\"shipping\":[{\"id\":\"z z\",\"cost\":1}]}",
        "{\"stall_id\":\"s\",\"shipping\":[{\"cost\":1}]}",
        "{\"stall_id\":\"s\",\"shipping\":[7]}",
        "{\"stall_id\":\"a b\"}",
        "{\"stall_id\":\"a\\u0000b\"}"
      })
  void readsNothingOfAMalformedProduct(String content) {
    assertThat(reader.read(event(30018, content, tag("d", "mug")))).isEmpty();
  }

  @Test
  void readsNothingWithoutAnAddressOrOfAnotherKind() {
    String content = "{\"stall_id\":\"s\",\"name\":\"x\"}";
    Stream.of(
            event(30018, content),
            event(30018, content, tag("d", "")),
            event(30018, content, tag("d", "x".repeat(129))),
            event(30018, content, tag("d", "a\0b")),
            event(30018, content, tag("d", "a b")),
            event(30018, content, tag("d", "a/b")),
            event(30017, "{\"currency\":\"EURO\"}", tag("d", "s")),
            event(1, "{}", tag("d", "s")))
        .forEach(event -> assertThat(reader.read(event)).isEmpty());
  }

  /** All of it or nothing: what is cut off here would be lost to the relays with our next event. */
  @Test
  void readsNothingOfWhatIsOutOfTheBoundsOfTheApi() {
    Stream.of(
            stall("\"name\":\"%s\"".formatted("n".repeat(501))),
            stall("\"description\":\"%s\"".formatted("n".repeat(50_001))),
            stall("\"shipping\":[%s]".formatted(many(201, "{\"id\":\"eu\",\"cost\":1}"))),
            stall("\"shipping\":[{\"id\":\"eu\",\"name\":\"%s\"}]".formatted("n".repeat(501))),
            stall(
                "\"shipping\":[{\"id\":\"eu\",\"countries\":[%s]}]".formatted(many(501, "\"x\""))),
            stall(
                "\"currency\":\"EUR\",\"shipping\":[{\"id\":\"eu\",\"regions\":[\"%s\"]}]"
                    .formatted("n".repeat(501))),
            offer("\"name\":\"%s\"".formatted("n".repeat(501))),
            offer("\"images\":[%s]".formatted(many(101, "\"x\""))),
            offer("\"images\":[\"%s\"]".formatted("x".repeat(5_001))),
            offer("\"shipping\":[%s]".formatted(many(201, "{\"id\":\"eu\",\"cost\":1}"))),
            event(30018, "{\"stall_id\":\"s\"}", tag("d", "mug"), tag("t", "t".repeat(501))),
            event(0, "{\"about\":\"%s\"}".formatted("x".repeat(50_001))),
            event(0, "{\"lud16\":\"%s\"}".formatted("x".repeat(501))))
        .forEach(event -> assertThat(reader.read(event)).isEmpty());
    assertThat(unreadable("catalogue-too-large")).isEqualTo(13);
  }

  private Event stall(String said) {
    return event(30017, "{" + said + "}", tag("d", "mugs"));
  }

  private Event offer(String said) {
    return event(30018, "{\"stall_id\":\"s\"," + said + "}", tag("d", "mug"));
  }

  private static String many(int times, String what) {
    return String.join(",", Collections.nCopies(times, what));
  }

  @Test
  void readsNothingThatIsDatedFarAhead() {
    String profile = "{\"name\":\"Ann\"}";

    assertThat(reader.read(event(0, NOW.plusSeconds(901), profile))).isEmpty();
    assertThat(unreadable("dated-ahead")).isEqualTo(1);
    assertThat(reader.read(event(0, NOW.plusSeconds(900), profile))).hasSize(1);
  }

  private static String tag(String name, String value) {
    return name + "=" + value;
  }
}
