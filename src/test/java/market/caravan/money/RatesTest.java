package market.caravan.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RatesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Currency EUR = new Currency("EUR");
  private static final FixedRates DEMO =
      new FixedRates(Map.of(EUR, new BigDecimal("100000")), "demo", CLOCK);

  @Test
  void asksEverySourceThatThereIs() {
    RateSource fetched =
        currency -> Optional.of(new ExchangeRate(currency, BigDecimal.TEN, NOW, "fetched"));
    new ApplicationContextRunner()
        .withBean(RatesProperties.class, () -> new RatesProperties(Duration.ZERO, Map.of()))
        .withBean(Clock.class, Clock::systemUTC)
        .withBean(RateSource.class, () -> fetched)
        .withUserConfiguration(CurrentRates.class)
        .run(
            context ->
                assertThat(context.getBean(ExchangeRates.class).rate(new Currency("EUR")))
                    .hasValueSatisfying(rate -> assertThat(rate.source()).isEqualTo("fetched")));
  }

  @Test
  void hasNoRateWithoutConfiguration() {
    CurrentRates rates = new CurrentRates(properties(Map.of()), List.of(), CLOCK);

    assertThat(rates.rate(EUR)).isEmpty();
  }

  @Test
  void namesAFixedRateAsFixedAndDatesItNow() {
    CurrentRates rates =
        new CurrentRates(
            properties(Map.of("caravan.rates.fixed.eur", "65000.50")), List.of(), CLOCK);

    assertThat(rates.rate(EUR))
        .contains(
            new ExchangeRate(
                EUR, new BigDecimal("65000.50"), NOW, "fixed rate of the configuration"));
  }

  @Test
  void prefersTheConfigurationToOtherFixedRates() {
    CurrentRates configured =
        new CurrentRates(properties(Map.of("caravan.rates.fixed.EUR", "7")), List.of(DEMO), CLOCK);
    CurrentRates demo = new CurrentRates(properties(Map.of()), List.of(DEMO), CLOCK);

    assertThat(configured.rate(EUR)).map(ExchangeRate::btcPrice).contains(BigDecimal.valueOf(7));
    assertThat(demo.rate(EUR)).map(ExchangeRate::source).contains("demo");
  }

  @Test
  void neverHasARateForSatoshi() {
    FixedRates odd = new FixedRates(Map.of(Currency.SAT, BigDecimal.ONE), "odd", CLOCK);

    assertThat(new CurrentRates(properties(Map.of()), List.of(odd), CLOCK).rate(Currency.SAT))
        .isEmpty();
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

  private static RatesProperties properties(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("caravan.rates", RatesProperties.class);
  }
}
