package market.caravan.lightning.simulated;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code caravan.lightning.backend} is the simulated node, or left empty. */
final class SimulatedNodeCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    String backend = context.getEnvironment().getProperty("caravan.lightning.backend", "");
    return backend.isBlank() || backend.equals("simulated");
  }
}
