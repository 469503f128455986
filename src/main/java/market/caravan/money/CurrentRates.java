package market.caravan.money;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The rates that orders are priced with: what the merchant has fixed comes first. */
@Component
@Primary
class CurrentRates implements ExchangeRates {

  private final List<ExchangeRates> sources;

  @Autowired
  CurrentRates(RatesProperties properties, List<RateSource> others, Clock clock) {
    this(
        Stream.concat(
                Stream.of(
                    new FixedRates(properties.fixed(), "fixed rate of the configuration", clock)),
                others.stream())
            .map(ExchangeRates.class::cast)
            .toList());
  }

  CurrentRates(List<ExchangeRates> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Optional<ExchangeRate> rate(Currency currency) {
    if (currency.isSat()) {
      return Optional.empty();
    }
    return sources.stream().flatMap(source -> source.rate(currency).stream()).findFirst();
  }

  @Override
  public Set<Currency> currencies() {
    return sources.stream()
        .flatMap(source -> source.currencies().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
