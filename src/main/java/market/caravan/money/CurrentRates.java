package market.caravan.money;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The rates that orders are priced with: those of the first source that has a word on it. */
@Component
@Primary
class CurrentRates implements ExchangeRates {

  private final List<RateSource> sources;

  CurrentRates(List<RateSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Optional<RateAnswer> rate(String merchant, Currency currency) {
    if (currency.isSat()) {
      return Optional.empty();
    }
    return sources.stream().flatMap(source -> source.rate(merchant, currency).stream()).findFirst();
  }

  @Override
  public Set<Currency> currencies() {
    return sources.stream()
        .flatMap(source -> source.currencies().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
