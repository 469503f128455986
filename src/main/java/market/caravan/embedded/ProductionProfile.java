package market.caravan.embedded;

import java.util.List;
import market.caravan.PermanentException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Refuses to start in the profile {@code production} as long as a part of the embedded default
 * would be used. It acts before any part is made.
 */
final class ProductionProfile implements BeanFactoryPostProcessor {

  private final Environment environment;

  ProductionProfile(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    List<EmbeddedPart> used = EmbeddedPart.usedIn(environment);
    if (!used.isEmpty()) {
      StringBuilder message =
          new StringBuilder("The profile `production` uses no part of the embedded default.");
      used.forEach(part -> message.append("\n  - ").append(part.refusal()));
      throw new PermanentException("embedded-in-production", message.toString());
    }
  }
}
