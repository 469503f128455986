package market.caravan.operation;

import market.caravan.PermanentException;
import market.caravan.lightning.LightningNode;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Refuses to start without a Lightning node: otherwise the first customer would find out. */
@Component
class LightningBackendCheck implements SmartInitializingSingleton {

  private final Environment environment;
  private final ObjectProvider<LightningNode> nodes;

  LightningBackendCheck(Environment environment, ObjectProvider<LightningNode> nodes) {
    this.environment = environment;
    this.nodes = nodes;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (nodes.stream().findAny().isEmpty()) {
      throw new PermanentException(
          "unknown-lightning-backend",
          "There is no Lightning backend '%s': set caravan.lightning.backend to simulated or lnd"
              .formatted(environment.getProperty("caravan.lightning.backend")));
    }
  }
}
