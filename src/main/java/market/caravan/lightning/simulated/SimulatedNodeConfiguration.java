package market.caravan.lightning.simulated;

import java.time.Clock;
import javax.sql.DataSource;
import market.caravan.PermanentException;
import market.caravan.vault.Vault;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Sets the simulated node up, anywhere but in production. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSimulatedNode
class SimulatedNodeConfiguration {

  SimulatedNodeConfiguration(Environment environment) {
    if (environment.acceptsProfiles(Profiles.of("production"))) {
      throw new PermanentException(
          "simulated-node-in-production",
          "The profile 'production' takes no simulated Lightning node, its payments are not real:"
              + " set caravan.lightning.backend to a real one");
    }
  }

  @Bean
  @DependsOnDatabaseInitialization
  SimulatedNode simulatedNode(
      DataSource dataSource,
      PlatformTransactionManager transactions,
      Vault vault,
      Clock clock,
      SimulatedNodeProperties properties) {
    var template = new JdbcTemplate(dataSource);
    template.setQueryTimeout((int) properties.queryTimeout().toSeconds());
    var jdbc = JdbcClient.create(template);
    var key = new NodeKeyStore(jdbc, vault).loadOrDraw(InvoiceMaker.NETWORK);
    return new SimulatedNode(
        new NodeDatabase(transactions),
        new SimulatedInvoices(jdbc),
        new InvoiceMaker(key, clock, properties.minFinalCltvExpiryDelta()),
        vault,
        clock,
        new InvoiceNews(properties.newsQueue()));
  }

  @Bean
  ExpirySweep expirySweep(SimulatedNode node, SimulatedNodeProperties properties) {
    return new ExpirySweep(node, properties.sweepInterval(), properties.sweepSize());
  }
}
