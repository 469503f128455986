package market.caravan.embedded;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the embedded default keeps what it makes.
 *
 * @param dataDir directory of the embedded PostgreSQL, of the generated keys and of demo.json
 * @param postgresStartWait how long the embedded PostgreSQL may take to recover and to start
 */
@ConfigurationProperties("caravan")
@Validated
record EmbeddedProperties(
    @NotBlank @DefaultValue("./data") String dataDir,
    @DurationMin(millis = 1) @DefaultValue("3m") Duration postgresStartWait) {

  /** The directory, absolute, so that it stays the same whatever process reads it. */
  Path directory() {
    return Path.of(dataDir).toAbsolutePath().normalize();
  }
}
