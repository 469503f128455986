package market.caravan.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** A part of the embedded default, used as long as each of these properties is empty. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(UnsetCondition.class)
public @interface ConditionalOnUnset {

  /** The properties' full names. */
  String[] value();
}
