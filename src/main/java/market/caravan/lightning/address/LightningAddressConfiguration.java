package market.caravan.lightning.address;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets up what asks Lightning addresses. */
@Configuration(proxyBeanMethods = false)
class LightningAddressConfiguration {

  @Bean
  LightningAddresses lightningAddresses(Clock clock) {
    return new LightningAddresses(clock);
  }
}
