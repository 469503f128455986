package market.caravan.operation.camel;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where routes from outside are.
 *
 * @param routesDir directory whose files {@code *.camel.yaml} are loaded after the application's
 *     own routes have started; empty for none
 */
@ConfigurationProperties("caravan")
record OutsideRoutesProperties(@DefaultValue("") String routesDir) {

  /** The directory, absolute; empty where none is configured. */
  Optional<Path> directory() {
    return routesDir.isBlank()
        ? Optional.empty()
        : Optional.of(Path.of(routesDir.strip()).toAbsolutePath().normalize());
  }
}
