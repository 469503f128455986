package market.caravan.embedded;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.CatalogChanges;
import market.caravan.catalog.Merchants;
import market.caravan.money.Currency;
import market.caravan.money.FixedRates;
import market.caravan.money.RatesProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** What there is to buy in the embedded default, and the rate that its euros are priced with. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDemo
class DemoConfiguration {

  private static final Map<Currency, BigDecimal> BTC_PRICES =
      Map.of(new Currency("EUR"), new BigDecimal("100000"));

  @Bean
  DemoShop demoShop(
      Catalog catalog,
      CatalogChanges changes,
      Merchants merchants,
      TransactionTemplate transaction) {
    return new DemoShop(catalog, changes, merchants, transaction);
  }

  /** Only where nobody has fixed a rate. */
  @Bean
  FixedRates demoRates(RatesProperties rates, Clock clock) {
    return new FixedRates(
        rates.fixed().isEmpty() ? BTC_PRICES : Map.of(),
        "fixed rate of the embedded default (demo)",
        clock);
  }
}
