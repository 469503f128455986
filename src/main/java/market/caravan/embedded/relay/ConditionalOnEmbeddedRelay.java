package market.caravan.embedded.relay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Conditional;

/** A part of the relay: there when no other is configured, or when it is asked for. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(EmbeddedRelayCondition.class)
@ConditionalOnProperty(name = "caravan.embedded.relay.enabled", matchIfMissing = true)
@interface ConditionalOnEmbeddedRelay {}
