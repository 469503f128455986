package market.caravan.embedded;

import market.caravan.api.ApiKeys;
import market.caravan.catalog.Catalog;
import market.caravan.lightning.LightningNode;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Who tells, once the demo shop serves customers, what to open and what to try. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnDemo
class StartReportConfiguration {

  @Bean
  StartReporter startReporter(DemoShop shop, DemoReadiness readiness, StartReport report) {
    return new StartReporter(shop, readiness, report);
  }

  @Bean
  StartReport startReport(
      DataDirectory directory,
      ApiKeys keys,
      RelayPool relays,
      Environment environment,
      ServerProperties server) {
    return new StartReport(directory, keys, relays, environment, server, System.out);
  }

  @Bean
  DemoReadiness demoReadiness(RelayPool relays, LightningNode node, Catalog catalog) {
    return new DemoReadiness(relays, node, catalog);
  }
}
