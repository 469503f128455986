package market.caravan.lightning.simulated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** There only while the simulated node is the Lightning backend, which is the default. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(SimulatedNodeCondition.class)
@interface ConditionalOnSimulatedNode {}
