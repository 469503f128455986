package market.caravan.embedded.relay;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of the embedded relay. It is there as long as caravan.relays is empty; {@code
 * caravan.embedded.relay.enabled} = true or false decides otherwise.
 *
 * @param maxConnections most clients at once; who comes beyond that is told to come later
 * @param maxMessageLength longest message from a client, in characters
 * @param maxSubscriptions most open subscriptions of one connection
 * @param maxFilters most filters of one subscription
 * @param maxLimit most stored events for one filter, also when it asks for no limit
 * @param sendBufferLength most characters waiting for one client; beyond it the connection is
 *     closed, so that a slow client costs nobody else anything
 * @param sendTimeout how long a client may take nothing before the connection is closed
 * @param pingInterval how long a connection may be silent before it is pinged
 * @param maxWaiting most events waiting to be stored; beyond it their clients are read no further
 * @param maxBatch most events stored in one transaction
 */
@ConfigurationProperties("caravan.embedded.relay")
@Validated
record EmbeddedRelayProperties(
    @Min(1) @DefaultValue("1000") int maxConnections,
    @Min(1_024) @DefaultValue("524288") int maxMessageLength,
    @Min(1) @DefaultValue("200") int maxSubscriptions,
    @Min(1) @DefaultValue("20") int maxFilters,
    @Min(1) @DefaultValue("5000") int maxLimit,
    @Min(1_024) @DefaultValue("4194304") int sendBufferLength,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration sendTimeout,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration pingInterval,
    @Min(1) @DefaultValue("1000") int maxWaiting,
    @Min(1) @DefaultValue("100") int maxBatch) {}
