package market.caravan.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often relays are told of changes.
 *
 * @param republishEvery time that has to pass between two events of one product, stall or profile
 * @param retryAfter time until an event that no relay took is written anew
 * @param lease how long writing an event may take, before it is begun anew
 * @param batchSize events that are written at a time
 */
@Validated
@ConfigurationProperties("caravan.catalog")
public record CatalogPublishingProperties(
    @DurationMin(millis = 0) @DefaultValue("3s") Duration republishEvery,
    @DurationMin(millis = 1) @DefaultValue("1h") Duration retryAfter,
    @DurationMin(millis = 1) @DefaultValue("1m") Duration lease,
    @Positive @Max(1_000) @DefaultValue("200") int batchSize) {}
