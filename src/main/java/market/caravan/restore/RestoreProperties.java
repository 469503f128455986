package market.caravan.restore;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.LocalTime;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When orders are restored from messages without anybody asking, and how it is gone on with.
 *
 * @param at the time of the night, in UTC, at which all merchants' are; none is never, the default:
 *     what is restored once is there, and only what was doubtful or gone could change
 * @param lease how long a page may take; longer, and whoever reads it is given up
 * @param pause before it is gone on with after a node or the database was away
 * @param tries without coming any further, after which it is given up
 */
@Validated
@ConfigurationProperties("caravan.restore")
record RestoreProperties(
    @Nullable LocalTime at,
    @DurationMin(seconds = 1) @DefaultValue("5m") Duration lease,
    @DurationMin(millis = 0) @DefaultValue("30s") Duration pause,
    @Min(1) @DefaultValue("20") int tries) {}
