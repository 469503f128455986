package market.caravan.operation;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import market.caravan.CaravanException;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.Wallets;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when no wallet's Lightning node answers; a warning when one does not. */
@Component
class NodeHealthIndicator implements HealthIndicator {

  private static final String UP = "UP";

  private final Wallets wallets;
  private final RememberedHealth health;

  NodeHealthIndicator(Wallets wallets, OperationProperties properties, Clock clock) {
    this.wallets = wallets;
    this.health = new RememberedHealth(this::ask, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health ask() {
    Map<String, String> answers = new LinkedHashMap<>();
    wallets.names().forEach(name -> answers.put(name, fault(wallets.node(name)).orElse(UP)));
    Health.Builder answer =
        answers.containsValue(UP)
            ? Warning.unless(answers.values().stream().allMatch(UP::equals))
            : Health.down();
    answers.forEach(answer::withDetail);
    return answer.build();
  }

  private static Optional<String> fault(LightningNode node) {
    try {
      node.ping();
      return Optional.empty();
    } catch (CaravanException e) {
      return Optional.of(e.getMessage() + " (" + e.code() + ")");
    }
  }
}
