package market.caravan.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;

/** There only for trying out: with the simulated node, which takes no real money. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Profile("!production")
@ConditionalOnProperty(
    name = "caravan.lightning.backend",
    havingValue = "simulated",
    matchIfMissing = true)
@interface ConditionalOnDemo {}
