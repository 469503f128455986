package market.caravan.money;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What is fixed for everybody comes after what a merchant has of their own. */
@Configuration(proxyBeanMethods = false)
class ConfiguredRates {

  @Bean
  @Order(0)
  FixedRates fixedRates(RatesProperties properties, Clock clock) {
    return new FixedRates(properties.fixed(), "fixed rate of the configuration", clock);
  }
}
