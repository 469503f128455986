package market.caravan.lightning.simulated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** There only while the simulated node is the Lightning backend, which is the default. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(
    name = "caravan.lightning.backend",
    havingValue = "simulated",
    matchIfMissing = true)
@interface ConditionalOnSimulatedNode {}
