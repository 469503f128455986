package market.caravan.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RateAnswer;
import market.caravan.money.RatesProperties;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MarketRatesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Currency EUR = new Currency("EUR");
  private static final String MERCHANT = KeyPair.generate().pubkey().hex();

  private final TestClock clock = new TestClock(NOW);
  private final Map<String, String> settings =
      new HashMap<>(Map.of("caravan.rates.public-sources", ""));

  private RateFeeds feeds = new RateFeeds(properties(), limits(), clock);

  @Test
  void isTheMedianOfAllThatAgree() {
    have("a", "b", "c");
    tell("a", "100");
    tell("b", "103");
    tell("c", "101");

    assertThat(rate()).contains(rateOf("101", "median of a, b, c"));
  }

  @Test
  void isTheMiddleOfTwo() {
    have("a", "b");
    tell("a", "100");
    tell("b", "101");

    assertThat(rate()).contains(rateOf("100.5", "median of a, b"));
  }

  @Test
  void leavesOutOneOfThreeThatIsFarOff() {
    have("a", "b", "c");
    tell("a", "100");
    tell("b", "102");
    tell("c", "150");

    assertThat(rate()).contains(rateOf("101", "median of a, b"));
  }

  @Test
  void isNoneWhereTwoDisagree() {
    have("a", "b");
    tell("a", "100");
    tell("b", "106");

    assertThat(rate()).contains(NoGoodRate.DISPUTED);
  }

  @Test
  void isNoneWhereTwoSideAgainstTwo() {
    have("a", "b", "c", "d");
    tell("a", "100");
    tell("b", "100");
    tell("c", "200");
    tell("d", "200");

    assertThat(rate()).contains(NoGoodRate.DISPUTED);
  }

  @Test
  void isNoneWhereOnlyOneKnowsIt() {
    have("a", "b");
    tell("a", "100");

    assertThat(rate()).contains(NoGoodRate.UNKNOWN);
    assertThat(market().rate(MERCHANT, new Currency("USD"))).isEmpty();
  }

  @Test
  void isThatOfOneWhereOneIsEnough() {
    settings.put("caravan.rates.min-sources", "1");
    have("a");
    tell("a", "100");

    assertThat(rate()).contains(rateOf("100", "a"));
  }

  @Test
  void isAsOldAsTheOldestOfThem() {
    have("a", "b");
    tell("a", "100");
    clock.advance(Duration.ofMinutes(9));
    tell("b", "100");

    assertThat(rate()).contains(rateOf("100", "median of a, b"));
  }

  @Test
  void takesNobodysOldPriceForToday() {
    have("a", "b", "c");
    tell("a", "100");
    tell("b", "100");
    tell("c", "100");
    clock.advance(Duration.ofMinutes(10).plusMillis(1));
    assertThat(rate()).contains(NoGoodRate.OUT_OF_DATE);
    tell("a", "110");
    assertThat(rate()).contains(NoGoodRate.OUT_OF_DATE);
    tell("b", "110");
    assertThat(rate().map(MarketRatesTest::btcPrice)).contains(new BigDecimal("110"));
  }

  @Test
  void asksAnewAndTakesNoPriceOfTheFutureWhenTheClockIsSetBack() {
    have("a", "b");
    tell("a", "100");
    tell("b", "100");
    clock.advance(Duration.ofHours(-5));

    assertThat(rate()).contains(NoGoodRate.OUT_OF_DATE);
    assertThat(feeds.due()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-0.000001",
        "1e31",
        "1e2147483647",
        "1e-2147483647",
        "1234567890123456789012345678901",
        "\"1e999999999\"",
        "\"-5\""
      })
  void dropsAndCountsWhatNoPriceCanBe(String price) {
    have("a", "b");

    assertThatThrownBy(() -> tell("a", price)).isInstanceOf(PermanentException.class);
    assertThat(feed("a").status().dropped()).isOne();
    assertThat(rate()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999999", "{", "<html>", "", "\u0000", "[[[[[[[[[[[[[[[[[["})
  void refusesWhatItCanNotRead(String answer) {
    have("a", "b");

    assertThatThrownBy(() -> feeds.record(feed("a"), answer.getBytes(UTF_8)))
        .isInstanceOf(PermanentException.class);
  }

  @Test
  void believesNoLeapUntilThePriceBeforeIsForgotten() {
    have("a", "b");
    tell("a", "100");
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> tell("a", "1001")).isInstanceOf(PermanentException.class);
    assertThatThrownBy(() -> tell("a", "9.99")).isInstanceOf(PermanentException.class);
    tell("a", "1000");
    clock.advance(Duration.ofMinutes(11));
    tell("a", "10001");

    assertThat(feed("a").status().dropped()).isEqualTo(2);
  }

  @Test
  void leavesASourceAloneThatFailsThreeTimesAndTriesItOnceAfterAWhile() {
    have("a", "b");
    assertThat(feeds.due()).hasSize(2);
    assertThat(feeds.due()).isEmpty();
    for (int i = 0; i < 3; i++) {
      assertThat(feed("a").status().open()).isFalse();
      feeds.failed(feed("a"), new IllegalStateException("away"));
    }
    assertThat(feed("a").status().open()).isTrue();

    clock.advance(Duration.ofMinutes(1));
    assertThat(feeds.due()).extracting(RateFeed::name).containsExactly("b");
    clock.advance(Duration.ofMinutes(4));
    assertThat(feeds.due()).hasSize(2);
    feeds.failed(feed("a"), new IllegalStateException("still away"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(feeds.due()).extracting(RateFeed::name).containsExactly("b");

    clock.advance(Duration.ofMinutes(4));
    tell("a", "100");
    assertThat(feed("a").status().open()).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(feeds.due()).hasSize(2);
  }

  @Test
  void aMerchantsOwnRatesTakeThePlaceOfAllOthers() {
    settings.put("caravan.rates.merchants." + MERCHANT + ".fixed.EUR", "7");
    settings.put("caravan.rates.merchants." + MERCHANT + ".url", "https://example.com/own");
    settings.put("caravan.rates.merchants." + MERCHANT + ".pointer", "/usd");
    settings.put("caravan.rates.merchants." + MERCHANT + ".currency", "USD");
    have("a", "b");
    MerchantRates own = new MerchantRates(properties(), feeds, clock);
    RateFeed feed = feeds.own(MERCHANT).orElseThrow();

    assertThat(own.rate(MERCHANT, EUR)).contains(rateOf("7", "the merchant's fixed rate"));
    assertThat(own.rate(MERCHANT, new Currency("USD"))).contains(NoGoodRate.UNKNOWN);
    assertThat(own.rate(KeyPair.generate().pubkey().hex(), EUR)).isEmpty();
    assertThat(feeds.due()).contains(feed);
    feeds.record(feed, "{\"usd\": 8}".getBytes(UTF_8));
    assertThat(own.rate(MERCHANT, new Currency("USD")).map(MarketRatesTest::btcPrice))
        .contains(BigDecimal.valueOf(8));
    assertThat(own.rate(MERCHANT, new Currency("CHF"))).contains(NoGoodRate.UNKNOWN);
    assertThat(market().rate(MERCHANT, new Currency("USD"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com/", "ftp://127.0.0.1/", "https:///x", "rates"})
  void asksNobodyInTheClear(String url) {
    settings.put("caravan.rates.sources.a.url", url);
    settings.put("caravan.rates.sources.a.pointer", "/{currency}");
    settings.put("caravan.rates.min-sources", "1");

    assertThatThrownBy(() -> new RateFeeds(properties(), limits(), clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasEnoughSourcesOrNone() {
    settings.put("caravan.rates.public-sources", "kraken");

    assertThatThrownBy(this::properties).hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asksFourPublicSourcesUnlessToldOtherwise() {
    settings.remove("caravan.rates.public-sources");

    assertThat(new RateFeeds(properties(), limits(), clock).market())
        .extracting(RateFeed::name)
        .containsExactly("coinbase", "kraken", "coingecko", "blockchain");
  }

  private void have(String... names) {
    for (String name : names) {
      settings.put("caravan.rates.sources." + name + ".url", "https://example.com/?key=k");
      settings.put("caravan.rates.sources." + name + ".pointer", "/{currency}");
    }
    feeds = new RateFeeds(properties(), limits(), clock);
  }

  private void tell(String name, String price) {
    feed(name).asked(clock.instant(), Duration.ofMinutes(1));
    feeds.record(feed(name), "{\"EUR\": %s}".formatted(price).getBytes(UTF_8));
  }

  private RateFeed feed(String name) {
    return feeds.market().stream()
        .filter(feed -> feed.name().equals(name))
        .findFirst()
        .orElseThrow(NoSuchElementException::new);
  }

  private MarketRates market() {
    return new MarketRates(feeds, properties(), limits(), clock);
  }

  private Optional<RateAnswer> rate() {
    return market().rate(MERCHANT, EUR);
  }

  private static BigDecimal btcPrice(RateAnswer answer) {
    return ((ExchangeRate) answer).btcPrice();
  }

  private static ExchangeRate rateOf(String btcPrice, String source) {
    return new ExchangeRate(EUR, new BigDecimal(btcPrice), NOW, source);
  }

  private RateSourcesProperties properties() {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("caravan.rates", RateSourcesProperties.class);
  }

  private static RatesProperties limits() {
    return new RatesProperties(Duration.ofMinutes(10), Map.of());
  }
}
