package market.caravan;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who this process is among those that share a database.
 *
 * @param instance its name: whose claims are whose, for one that starts anew drops its own of
 *     before
 */
@Validated
@ConfigurationProperties("caravan")
public record Instance(@NotBlank @DefaultValue("main") String instance) {

  public String name() {
    return instance;
  }
}
