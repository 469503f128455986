package market.caravan.lightning.simulated;

import java.time.Clock;
import market.caravan.lightning.Wallets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the simulated node up. The profile {@code production} refuses to start with it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSimulatedNode
class SimulatedNodeConfiguration {

  @Bean
  SimulatedNode simulatedNode(SimulatedBackend backend) {
    return backend.connect(Wallets.DEFAULT, "caravan.lightning");
  }

  @Bean
  CustomersWallet customersWallet(
      Clock clock, LightningProperties properties, SimulatedNode node, SimulatedPayments payments) {
    int delta = properties.simulated().minFinalCltvExpiryDelta();
    return new CustomersWallet(clock, delta, node, payments);
  }
}
