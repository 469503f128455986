package market.caravan.lightning.lnd;

import market.caravan.vault.Vault;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects to LND where that is the Lightning backend. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "caravan.lightning.backend", havingValue = "lnd")
class LndConfiguration {

  @Bean
  LndNode lndNode(LndProperties properties, SettleIndex settleIndex, Vault vault) {
    return new LndNode(new LndConnection(properties, vault), properties, settleIndex);
  }

  /** Where there is no macaroon for it, nothing is paid out. */
  @Bean
  @ConditionalOnProperty(LndPayOuts.MACAROON)
  LndPayOuts lndPayOuts(LndProperties properties, Vault vault) {
    return LndPayOuts.of(properties, vault);
  }
}
