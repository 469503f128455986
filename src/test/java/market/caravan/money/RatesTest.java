package market.caravan.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RatesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String MERCHANT = "ab".repeat(32);
  private static final Currency EUR = new Currency("EUR");
  private static final FixedRates DEMO =
      new FixedRates(Map.of(EUR, new BigDecimal("100000")), "demo", CLOCK);

  @Test
  void asksEverySourceThatThereIs() {
    RateSource fetched =
        (merchant, currency) ->
            Optional.of(new ExchangeRate(currency, BigDecimal.TEN, NOW, "fetched"));
    new ApplicationContextRunner()
        .withBean(RatesProperties.class, () -> new RatesProperties(Duration.ZERO, Map.of()))
        .withBean(Clock.class, Clock::systemUTC)
        .withBean(RateSource.class, () -> fetched)
        .withUserConfiguration(CurrentRates.class, ConfiguredRates.class)
        .run(
            context ->
                assertThat(context.getBean(ExchangeRates.class).rate(MERCHANT, EUR))
                    .contains(new ExchangeRate(EUR, BigDecimal.TEN, NOW, "fetched")));
  }

  @Test
  void hasNoRateWithoutConfiguration() {
    CurrentRates rates = rates(Map.of());

    assertThat(rates.rate(MERCHANT, EUR)).isEmpty();
  }

  @Test
  void namesAFixedRateAsFixedAndDatesItNow() {
    CurrentRates rates = rates(Map.of("caravan.rates.fixed.eur", "65000.50"));

    assertThat(rates.rate(MERCHANT, EUR))
        .contains(
            new ExchangeRate(
                EUR, new BigDecimal("65000.50"), NOW, "fixed rate of the configuration"));
  }

  @Test
  void prefersTheConfigurationToOtherFixedRates() {
    CurrentRates configured = rates(Map.of("caravan.rates.fixed.EUR", "7"), DEMO);
    CurrentRates demo = rates(Map.of(), DEMO);

    assertThat(configured.rate(MERCHANT, EUR))
        .map(RatesTest::btcPrice)
        .contains(BigDecimal.valueOf(7));
    assertThat(demo.rate(MERCHANT, EUR))
        .map(RatesTest::btcPrice)
        .contains(new BigDecimal("100000"));
  }

  @Test
  void neverHasARateForSatoshi() {
    FixedRates odd = new FixedRates(Map.of(Currency.SAT, BigDecimal.ONE), "odd", CLOCK);

    assertThat(rates(Map.of(), odd).rate(MERCHANT, Currency.SAT)).isEmpty();
  }

  @Test
  void forgetsARateAfterTenMinutesUnlessConfiguredOtherwise() {
    assertThat(properties(Map.of()).maxAge()).isEqualTo(Duration.ofMinutes(10));
    assertThat(properties(Map.of("caravan.rates.max-age", "2m")).maxAge())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void refusesARateOfZero() {
    assertThatThrownBy(() -> new ExchangeRate(EUR, BigDecimal.ZERO, NOW, "test"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CurrentRates rates(Map<String, String> settings, RateSource... others) {
    RateSource fixed = new ConfiguredRates().fixedRates(properties(settings), CLOCK);
    return new CurrentRates(Stream.concat(Stream.of(fixed), Stream.of(others)).toList());
  }

  private static BigDecimal btcPrice(RateAnswer answer) {
    return ((ExchangeRate) answer).btcPrice();
  }

  private static RatesProperties properties(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("caravan.rates", RatesProperties.class);
  }
}
