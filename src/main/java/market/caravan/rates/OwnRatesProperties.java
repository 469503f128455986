package market.caravan.rates;

import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.util.Map;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A merchant's own rates, which take the place of everybody else's: what is not among them has no
 * rate.
 *
 * @param fixed the price of one bitcoin per currency; comes before the source
 * @param url as {@link SourceProperties} has it; null where there is only what is fixed
 */
record OwnRatesProperties(
    @DefaultValue Map<Currency, @Positive BigDecimal> fixed,
    @Nullable String url,
    @Nullable String pointer,
    @Nullable Currency currency) {

  OwnRatesProperties {
    fixed = Map.copyOf(fixed);
    if ((url == null) != (pointer == null)) {
      throw new IllegalArgumentException("A source of exchange rates needs url and pointer");
    }
  }

  @Nullable RateFeed feed(String name) {
    return url == null || pointer == null
        ? null
        : new SourceProperties(url, pointer, currency).feed(name);
  }

  @Override
  public String toString() {
    return "OwnRatesProperties[fixed=" + fixed + "]";
  }
}
