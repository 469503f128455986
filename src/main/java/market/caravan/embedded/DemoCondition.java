package market.caravan.embedded;

import market.caravan.lightning.Network;
import market.caravan.lightning.simulated.SimulatedNodeCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Evaluates {@link ConditionalOnDemo}: wherever a customer can pay no real money, outside
 * production.
 */
final class DemoCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return matches(context.getEnvironment());
  }

  static boolean matches(Environment environment) {
    return environment.acceptsProfiles(Profiles.of("!production"))
        && (SimulatedNodeCondition.matches(environment) || isTestNetwork(environment));
  }

  private static boolean isTestNetwork(Environment environment) {
    return Binder.get(environment)
        .bind("caravan.lightning.lnd.network", Network.class)
        .map(network -> network != Network.BITCOIN)
        .orElse(false);
  }
}
