package market.caravan.lightning;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How orders get paid.
 *
 * @param backend the node behind the default wallet; {@code simulated} needs none and takes no
 *     money
 */
@ConfigurationProperties("caravan.lightning")
@Validated
public record LightningProperties(@NotBlank @DefaultValue("simulated") String backend) {}
