package market.caravan.lightning.simulated;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code caravan.lightning.backend} is the simulated node, or left empty. */
public final class SimulatedNodeCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return matches(context.getEnvironment());
  }

  /** Whether the node is the simulated one with this configuration. */
  public static boolean matches(Environment environment) {
    String backend = environment.getProperty("caravan.lightning.backend", "");
    return backend.isBlank() || backend.equals("simulated");
  }
}
