package market.caravan.lightning.lnd;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects to LND where that is the Lightning backend. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "caravan.lightning.backend", havingValue = "lnd")
class LndConfiguration {

  @Bean
  LndNode lndNode(LndProperties properties, SettleIndex settleIndex) {
    return new LndNode(new LndConnection(properties), properties, settleIndex);
  }

  /** Where there is no macaroon for it, nothing is paid out. */
  @Bean
  @ConditionalOnProperty(LndPayOuts.MACAROON)
  LndPayOuts lndPayOuts(LndProperties properties) {
    return LndPayOuts.of(properties);
  }
}
