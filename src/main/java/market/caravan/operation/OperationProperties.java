package market.caravan.operation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What health and metrics go by.
 *
 * @param figuresEvery how often orders, inbox and outbox are counted for the metrics
 * @param healthGoodFor how long an answer about the node or the outbox is good for
 * @param outboxPatience age from which an undelivered message is worth a warning
 */
@ConfigurationProperties("caravan.operation")
record OperationProperties(
    @DefaultValue("30s") Duration figuresEvery,
    @DefaultValue("5s") Duration healthGoodFor,
    @DefaultValue("5m") Duration outboxPatience) {}
