package market.caravan.embedded;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What is configured otherwise for trying out, where nobody's real orders are: no exchange rates
 * are fetched, and with the embedded database live updates need no key, for nostrmarket's front end
 * shows none. Whatever anybody configures has precedence.
 */
final class EmbeddedDefaults implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (!DemoCondition.matches(environment)) {
      return;
    }
    Map<String, Object> defaults = new HashMap<>(Map.of("caravan.rates.public-sources", ""));
    if (UnsetCondition.isUnset(environment, "spring.datasource.url")) {
      defaults.put("caravan.api.open-websocket", "true");
    }
    environment.getPropertySources().addLast(new MapPropertySource("embedded", defaults));
  }
}
