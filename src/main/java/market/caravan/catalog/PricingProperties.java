package market.caravan.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of what is priced.
 *
 * @param maxQuantity pieces of one product in one order
 * @param maxTotalSat satoshi that one order may cost, at most all there will ever be
 */
@Validated
@ConfigurationProperties("caravan.pricing")
public record PricingProperties(
    @Positive @DefaultValue("1000000") long maxQuantity,
    @Positive @Max(2_100_000_000_000_000L) @DefaultValue("1000000000") long maxTotalSat) {}
