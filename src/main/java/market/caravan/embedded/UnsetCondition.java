package market.caravan.embedded;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Evaluates {@link ConditionalOnUnset}. */
final class UnsetCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    MergedAnnotation<ConditionalOnUnset> annotation =
        metadata.getAnnotations().get(ConditionalOnUnset.class);
    return Stream.of(annotation.getStringArray(MergedAnnotation.VALUE))
        .allMatch(property -> isUnset(context.getEnvironment(), property));
  }

  /** Whether the property is missing, blank, or a list without an entry. */
  static boolean isUnset(Environment environment, String property) {
    return Binder.get(environment)
        .bind(property, Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .allMatch(String::isBlank);
  }
}
