package market.caravan.operation;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What health and metrics go by.
 *
 * @param figuresEvery how often orders, inbox and outbox are counted for the metrics
 * @param healthGoodFor how long an answer about the node or the outbox is good for
 * @param outboxPatience age from which an undelivered message is worth a warning
 */
@Validated
@ConfigurationProperties("caravan.operation")
record OperationProperties(
    @DurationMin(millis = 1) @DefaultValue("30s") Duration figuresEvery,
    @DurationMin(millis = 0) @DefaultValue("5s") Duration healthGoodFor,
    @DurationMin(millis = 1) @DefaultValue("5m") Duration outboxPatience) {}
