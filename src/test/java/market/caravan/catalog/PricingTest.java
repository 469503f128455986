package market.caravan.catalog;

import static market.caravan.catalog.Wares.extra;
import static market.caravan.catalog.Wares.inactive;
import static market.caravan.catalog.Wares.pending;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static market.caravan.catalog.Wares.zone;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.ExchangeRates;
import market.caravan.money.Msat;
import market.caravan.money.RatesProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Goods GOODS =
      new Goods(
          List.of(
              product("sats", "mug", "2100"),
              product("sats", "poster", "5000", extra("home", "300"), extra("away", "700.5")),
              product("sats", "crumb", "0.001"),
              product("sats", "gift", "0"),
              inactive("sats", "ghost"),
              pending("sats", "find"),
              product("euros", "shirt", "19.99", extra("eu", "1.01"))),
          List.of(
              stall(
                  "sats",
                  "sat",
                  zone("home", "sat", "1000"),
                  zone("away", "sat", "2500.5"),
                  zone("pickup", "sat", "0"),
                  zone("odd", "EUR", "1")),
              stall("euros", "EUR", zone("eu", "EUR", "4.50"))));

  @ParameterizedTest(name = "{0} mugs and {1} posters to {2} are {3} sat")
  @CsvSource({
    "1, 0, pickup, 2100",
    "1, 0, home, 3100",
    "3, 0, home, 7300",
    "0, 2, home, 11600",
    "2, 3, home, 21100",
    "1, 1, pickup, 7100",
    "1, 0, away, 4601",
    "0, 1, away, 8201",
    "0, 3, away, 19602",
  })
  void chargesTheZoneOnceAndExtraShippingPerPiece(
      long mugs, long posters, String zoneId, long totalSat) {
    List<OrderLine> lines =
        List.of(new OrderLine("mug", mugs), new OrderLine("poster", posters)).stream()
            .filter(line -> line.quantity() > 0)
            .toList();

    assertThat(quote(lines, zoneId).total()).isEqualTo(Msat.ofSat(totalSat));
  }

  @Test
  void refusesWhatIsOfAStallThatIsClosed() {
    Goods closed =
        new Goods(
            List.of(product("sats", "mug", "2100")),
            List.of(stall("sats", "sat", zone("home", "sat", "1000")).closed()));

    assertThat(pricing(NOW).quote(Wares.PUBKEY, List.of(new OrderLine("mug", 1)), "home", closed))
        .isEqualTo(new Refusal("The sats takes no orders at the moment"));
    Goods deleted = new Goods(closed.products(), List.of());
    assertThat(pricing(NOW).quote(Wares.PUBKEY, List.of(new OrderLine("mug", 1)), "home", deleted))
        .isEqualTo(new Refusal("The stall is closed"));
  }

  @Test
  void convertsToSatoshiWithTheRateAndRoundsUpOnce() {
    Quote quote = quote(List.of(new OrderLine("shirt", 3)), "eu");

    // 3 x (19.99 + 1.01) + 4.50 = 67.50 EUR; 67.50 x 100,000,000 / 90,001 = 74,999.17
    assertThat(quote.total()).isEqualTo(Msat.ofSat(75_000));
    assertThat(quote.zoneCost()).isEqualByComparingTo("4.50");
    assertThat(quote.zoneCostSat()).isEqualTo(5_000);
    assertThat(quote.btcPrice()).isEqualByComparingTo("90001");
    assertThat(quote.rate()).isNotNull();
    assertThat(quote.currency()).isEqualTo(new Currency("EUR"));
  }

  @Test
  void quotesWhatTheCustomerIsShown() {
    Quote quote = quote(List.of(new OrderLine("poster", 2), new OrderLine("mug", 1)), "home");

    assertThat(quote.stallId()).isEqualTo("sats");
    assertThat(quote.zoneId()).isEqualTo("home");
    assertThat(quote.zoneName()).isEqualTo("To home");
    assertThat(quote.rate()).isNull();
    assertThat(quote.btcPrice()).isEqualTo("1");
    assertThat(quote.products())
        .containsExactly(
            new QuotedProduct("poster", "A poster", 2, bd("5000"), bd("300")),
            new QuotedProduct("mug", "A mug", 1, bd("2100"), BigDecimal.ZERO));
  }

  @Test
  void addsUpLinesOfTheSameProduct() {
    Quote quote =
        quote(
            List.of(new OrderLine("mug", 1), new OrderLine("poster", 1), new OrderLine("mug", 4)),
            "pickup");

    assertThat(quote.products()).extracting(QuotedProduct::quantity).containsExactly(5L, 1L);
    assertThat(quote.total()).isEqualTo(Msat.ofSat(15_500));
  }

  @Test
  void roundsFractionsOfASatoshiUpAtTheTotalOnly() {
    assertThat(quote(List.of(new OrderLine("crumb", 1)), "pickup").total())
        .isEqualTo(Msat.ofSat(1));
    assertThat(quote(List.of(new OrderLine("crumb", 1000)), "pickup").total())
        .isEqualTo(Msat.ofSat(1));
    assertThat(quote(List.of(new OrderLine("crumb", 1001)), "pickup").total())
        .isEqualTo(Msat.ofSat(2));
  }

  @Test
  void refusesAProductThatHasNoPriceInTheCurrencyOfItsStall() {
    Goods goods =
        new Goods(
            List.of(product("sats", "mug", "20").pricedIn(new Currency("EUR"))),
            List.of(stall("sats", "sat", zone("home", "sat", "1000"))));

    assertThat(pricing(NOW).quote(Wares.PUBKEY, List.of(new OrderLine("mug", 1)), "home", goods))
        .isEqualTo(new Refusal("A mug has no price in sat yet"));
  }

  @Test
  void refusesAnOrderWithoutProducts() {
    assertThat(refusal(List.of(), "home")).isEqualTo("The order has no products");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesAQuantityBelowOne(long quantity) {
    assertThat(refusal(List.of(new OrderLine("mug", quantity)), "home"))
        .isEqualTo("The quantity of a product has to be at least 1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_001, 1L << 53, Long.MAX_VALUE})
  void refusesMorePiecesThanTheLimit(long quantity) {
    assertThat(refusal(List.of(new OrderLine("mug", quantity)), "home"))
        .isEqualTo("An order takes no more than 1000000 pieces of one product");
  }

  @Test
  void refusesMorePiecesThanTheLimitOverSeveralLines() {
    List<OrderLine> lines = List.of(new OrderLine("crumb", 1_000_000), new OrderLine("crumb", 1));

    assertThat(refusal(lines, "home"))
        .isEqualTo("An order takes no more than 1000000 pieces of A crumb");
  }

  @Test
  void takesQuantitiesThatOverflowForARefusalWhateverTheLimit() {
    Pricing generous =
        new Pricing(
            ratesAsOf(NOW),
            new RatesProperties(Duration.ofMinutes(10), Map.of()),
            new PricingProperties(Long.MAX_VALUE, 2_100_000_000_000_000L),
            Clock.fixed(NOW, ZoneOffset.UTC));
    List<OrderLine> lines =
        List.of(new OrderLine("mug", Long.MAX_VALUE), new OrderLine("mug", Long.MAX_VALUE));

    assertThat(generous.quote(Wares.PUBKEY, lines, "home", GOODS)).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesAnUnknownProduct() {
    assertThat(refusal(List.of(new OrderLine("mug", 1), new OrderLine("yacht", 1)), "home"))
        .isEqualTo("The order has a product that is not sold here");
  }

  @Test
  void refusesAnInactiveProduct() {
    assertThat(refusal(List.of(new OrderLine("ghost", 1)), "home"))
        .isEqualTo("A ghost is not for sale at the moment");
  }

  @Test
  void refusesAProductThatTheMerchantHasNotAcceptedYet() {
    assertThat(refusal(List.of(new OrderLine("find", 1)), "home"))
        .isEqualTo("A find is not for sale at the moment");
  }

  @Test
  void refusesProductsOfTwoStalls() {
    assertThat(refusal(List.of(new OrderLine("mug", 1), new OrderLine("shirt", 1)), "home"))
        .isEqualTo("The products are of different stalls, please order from each on its own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu", "moon", "", "HOME"})
  void refusesAZoneThatIsNotTheStalls(String zoneId) {
    assertThat(refusal(List.of(new OrderLine("mug", 1)), zoneId))
        .isEqualTo("The stall does not ship to the chosen zone, please choose another one");
  }

  @Test
  void refusesAnOrderWithoutAZone() {
    assertThat(pricing(NOW).quote(Wares.PUBKEY, List.of(new OrderLine("mug", 1)), null, GOODS))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void refusesAZoneInAnotherCurrencyThanTheStalls() {
    assertThat(refusal(List.of(new OrderLine("mug", 1)), "odd"))
        .isEqualTo("The chosen zone has no price in sat yet");
  }

  @Test
  void refusesWhatCostsNothing() {
    assertThat(refusal(List.of(new OrderLine("gift", 3)), "pickup"))
        .isEqualTo("The order costs nothing, and nothing can't be paid over Lightning");
    assertThat(quote(List.of(new OrderLine("gift", 3)), "home").total())
        .isEqualTo(Msat.ofSat(1_000));
  }

  @Test
  void refusesATotalOverTheLimitAndTakesOneAtIt() {
    assertThat(refusal(List.of(new OrderLine("mug", 476_191)), "pickup"))
        .isEqualTo("The order costs more than 1000000000 sat, please place a smaller one");
    assertThat(quote(List.of(new OrderLine("mug", 476_190)), "home").total())
        .isEqualTo(Msat.ofSat(1_000_000_000));
  }

  @Test
  void refusesACurrencyWithoutARate() {
    ExchangeRates none = (merchant, currency) -> Optional.empty();

    assertThat(
            pricing(none, NOW).quote(Wares.PUBKEY, List.of(new OrderLine("shirt", 1)), "eu", GOODS))
        .isEqualTo(
            new Refusal(
                "There is no exchange rate for EUR at the moment, please place a new order later"));
  }

  @Test
  void refusesARateOlderThanItsLimitAndTakesOneAtIt() {
    List<OrderLine> lines = List.of(new OrderLine("shirt", 1));
    Instant limit = NOW.plus(Duration.ofMinutes(10));

    assertThat(pricing(limit).quote(Wares.PUBKEY, lines, "eu", GOODS)).isInstanceOf(Quote.class);
    assertThat(pricing(limit.plusMillis(1)).quote(Wares.PUBKEY, lines, "eu", GOODS))
        .isEqualTo(
            new Refusal(
                "The exchange rate for EUR is out of date, please place a new order later"));
  }

  private static Quote quote(List<OrderLine> lines, String zoneId) {
    return (Quote) pricing(NOW).quote(Wares.PUBKEY, lines, zoneId, GOODS);
  }

  private static String refusal(List<OrderLine> lines, String zoneId) {
    return ((Refusal) pricing(NOW).quote(Wares.PUBKEY, lines, zoneId, GOODS)).reason();
  }

  private static Pricing pricing(Instant now) {
    return pricing(ratesAsOf(NOW), now);
  }

  private static Pricing pricing(ExchangeRates rates, Instant now) {
    return new Pricing(
        rates,
        new RatesProperties(Duration.ofMinutes(10), Map.of()),
        new PricingProperties(1_000_000, 1_000_000_000),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static ExchangeRates ratesAsOf(Instant asOf) {
    return (merchant, currency) ->
        currency.isSat()
            ? Optional.empty()
            : Optional.of(new ExchangeRate(currency, bd("90001"), asOf, "test"));
  }

  private static BigDecimal bd(String number) {
    return new BigDecimal(number);
  }
}
