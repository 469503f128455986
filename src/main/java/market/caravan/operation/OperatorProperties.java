package market.caravan.operation;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's access to metrics, health in detail and Hawtio.
 *
 * @param key the password of the user {@code operator}; the embedded default draws one and keeps it
 */
@ConfigurationProperties("caravan.operator")
@Validated
record OperatorProperties(
    @Nullable @Size(min = 16, message = "is too short to be safe") String key) {

  @Override
  public String toString() {
    return "OperatorProperties";
  }
}
