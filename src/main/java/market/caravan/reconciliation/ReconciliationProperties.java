package market.caravan.reconciliation;

import java.time.Duration;
import java.time.LocalTime;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When orders and invoices are compared with the nodes' word.
 *
 * @param at the time of the night, in UTC
 * @param period how far back is looked; more than an invoice is ever open
 * @param secondLookAfter how long what differs has to do so: news may be under way
 */
@Validated
@ConfigurationProperties("caravan.reconciliation")
record ReconciliationProperties(
    @DefaultValue("03:30") LocalTime at,
    @DurationMin(hours = 1) @DefaultValue("30d") Duration period,
    @DurationMin(millis = 0) @DefaultValue("1m") Duration secondLookAfter) {}
