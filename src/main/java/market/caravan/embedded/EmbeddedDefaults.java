package market.caravan.embedded;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What is configured otherwise for trying out, where nobody's real orders are: nostrmarket's front
 * end shows no key when it listens to live updates. Whatever anybody configures has precedence.
 */
final class EmbeddedDefaults implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (DemoCondition.matches(environment)
        && UnsetCondition.isUnset(environment, "spring.datasource.url")) {
      Map<String, Object> defaults = Map.of("caravan.api.open-websocket", "true");
      environment.getPropertySources().addLast(new MapPropertySource("embedded", defaults));
    }
  }
}
