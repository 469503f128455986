package market.caravan.rates;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RateAnswer;
import market.caravan.money.RateSource;
import market.caravan.money.RatesProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What the sources that are asked agree on: the median of those that are fresh. Of three and more,
 * whoever is too far from the median is left out; two that are too far apart make no rate.
 */
@Component
@Order(1)
class MarketRates implements RateSource {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final RateFeeds feeds;
  private final RateSourcesProperties properties;
  private final RatesProperties limits;
  private final Clock clock;

  MarketRates(
      RateFeeds feeds, RateSourcesProperties properties, RatesProperties limits, Clock clock) {
    this.feeds = feeds;
    this.properties = properties;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Optional<RateAnswer> rate(String merchant, Currency currency) {
    List<ExchangeRate> known =
        feeds.market().stream().flatMap(feed -> feed.rate(currency).stream()).toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(agreed(currency, known));
  }

  private RateAnswer agreed(Currency currency, List<ExchangeRate> known) {
    Instant now = clock.instant();
    List<ExchangeRate> fresh =
        known.stream()
            .filter(rate -> isFresh(rate, now))
            .sorted(Comparator.comparing(ExchangeRate::btcPrice))
            .toList();
    if (fresh.size() < properties.minSources()) {
      return fresh.size() < known.size() ? NoGoodRate.OUT_OF_DATE : NoGoodRate.UNKNOWN;
    }
    List<ExchangeRate> agreeing = agreeing(fresh);
    return agreeing.size() < properties.minSources()
        ? NoGoodRate.DISPUTED
        : new ExchangeRate(currency, median(agreeing), oldest(agreeing), inWords(agreeing));
  }

  /** A time ahead of the clock is of before it was set back. */
  private boolean isFresh(ExchangeRate rate, Instant now) {
    return !rate.asOf().isAfter(now) && !rate.asOf().plus(limits.maxAge()).isBefore(now);
  }

  private List<ExchangeRate> agreeing(List<ExchangeRate> sorted) {
    BigDecimal most = median(sorted).multiply(properties.maxSpread());
    if (sorted.size() == 2) {
      BigDecimal apart = sorted.getLast().btcPrice().subtract(sorted.getFirst().btcPrice());
      return apart.compareTo(most) <= 0 ? sorted : List.of();
    }
    BigDecimal median = median(sorted);
    return sorted.stream()
        .filter(rate -> rate.btcPrice().subtract(median).abs().compareTo(most) <= 0)
        .toList();
  }

  private static BigDecimal median(List<ExchangeRate> sorted) {
    BigDecimal upper = sorted.get(sorted.size() / 2).btcPrice();
    BigDecimal lower = sorted.get((sorted.size() - 1) / 2).btcPrice();
    return sorted.size() % 2 == 1 ? upper : lower.add(upper).divide(TWO);
  }

  private static Instant oldest(List<ExchangeRate> rates) {
    return rates.stream().map(ExchangeRate::asOf).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static String inWords(List<ExchangeRate> rates) {
    String names =
        rates.stream().map(ExchangeRate::source).sorted().collect(Collectors.joining(", "));
    return rates.size() == 1 ? names : "median of " + names;
  }

  @Override
  public Set<Currency> currencies() {
    return feeds.market().stream()
        .flatMap(feed -> feed.currencies().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
