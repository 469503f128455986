package market.caravan.money;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rates that somebody has set by hand: as fresh as the moment one asks, and named as fixed. */
public final class FixedRates implements RateSource {

  private final Map<Currency, BigDecimal> btcPrices;
  private final String source;
  private final Clock clock;

  /**
   * Rates by currency.
   *
   * @param source who fixed them, in words that show in every order priced so
   */
  public FixedRates(Map<Currency, BigDecimal> btcPrices, String source, Clock clock) {
    this.btcPrices = Map.copyOf(btcPrices);
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Optional<RateAnswer> rate(String merchant, Currency currency) {
    return Optional.ofNullable(btcPrices.get(currency))
        .map(btcPrice -> new ExchangeRate(currency, btcPrice, clock.instant(), source));
  }

  @Override
  public Set<Currency> currencies() {
    return btcPrices.keySet();
  }
}
