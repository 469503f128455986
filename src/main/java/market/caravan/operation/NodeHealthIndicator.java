package market.caravan.operation;

import java.time.Clock;
import market.caravan.CaravanException;
import market.caravan.lightning.LightningNode;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when a Lightning node does not answer. */
@Component
class NodeHealthIndicator implements HealthIndicator {

  private final ListableBeanFactory beans;
  private final RememberedHealth health;

  NodeHealthIndicator(ListableBeanFactory beans, OperationProperties properties, Clock clock) {
    this.beans = beans;
    this.health = new RememberedHealth(this::ask, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health ask() {
    Health.Builder answer = Health.up();
    beans
        .getBeansOfType(LightningNode.class)
        .forEach(
            (name, node) -> {
              try {
                node.ping();
                answer.withDetail(name, "UP");
              } catch (CaravanException e) {
                answer.down().withDetail(name, e.getMessage() + " (" + e.code() + ")");
              }
            });
    return answer.build();
  }
}
