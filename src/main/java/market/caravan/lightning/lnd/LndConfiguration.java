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
    return LndNode.of(properties, "caravan.lightning.lnd", settleIndex, vault);
  }
}
