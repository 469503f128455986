package market.caravan.lightning.simulated;

import java.time.Clock;
import market.caravan.vault.Vault;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the simulated node up. The profile {@code production} refuses to start with it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSimulatedNode
class SimulatedNodeConfiguration {

  @Bean
  @DependsOnDatabaseInitialization
  SimulatedNode simulatedNode(
      NodeDatabase database,
      SimulatedInvoices invoices,
      NodeKeyStore keys,
      Vault vault,
      Clock clock,
      LightningProperties properties) {
    var key = keys.loadOrDraw(InvoiceMaker.NETWORK);
    return new SimulatedNode(
        database,
        invoices,
        new InvoiceMaker(key, clock, properties.simulated().minFinalCltvExpiryDelta()),
        vault,
        clock,
        new InvoiceNews(properties.simulated().newsQueue()));
  }

  @Bean
  SimulatedPayOuts simulatedPayOuts(SimulatedNode node, SimulatedPayments payments, Clock clock) {
    return new SimulatedPayOuts(node, payments, clock);
  }

  @Bean
  CustomersWallet customersWallet(
      Clock clock, LightningProperties properties, SimulatedNode node, SimulatedPayments payments) {
    int delta = properties.simulated().minFinalCltvExpiryDelta();
    return new CustomersWallet(clock, delta, node, payments);
  }

  @Bean
  ExpirySweep expirySweep(SimulatedNode node, LightningProperties properties) {
    var simulated = properties.simulated();
    return new ExpirySweep(node, simulated.sweepInterval(), simulated.sweepSize());
  }
}
