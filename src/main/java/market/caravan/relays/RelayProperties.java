package market.caravan.relays;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import market.caravan.nostr.relay.IntakeSettings;
import market.caravan.nostr.relay.RelaySettings;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How relays are connected to, read and published to; which ones is caravan.relays.
 *
 * @param connectTimeout for the whole opening of a WebSocket
 * @param pingInterval between two pings on a connection
 * @param pongTimeout after which a connection that says nothing, not even pong, is given up
 * @param backoffMin before the first attempt to connect or to subscribe again
 * @param backoffMax the longest such pause
 * @param maxMessageLength the longest message that is read, in characters; longer ones are skipped
 * @param okTimeout how long a relay may take to say OK to an event
 * @param firstOkGrace how long the others are awaited once one relay has said OK
 * @param maxUnanswered events that may wait for one relay's OK at once
 * @param idleTimeout after which the connection to a relay that is not among ours is closed
 * @param maxBuffered messages that wait for their turn before no relay is read any further
 * @param maxBufferedSize what those messages may take in memory, about; 1 GB at the most
 * @param workers messages that are taken in at the same time
 * @param maxContentLength the longest content of an event that is looked at, in characters
 * @param pageSize events that are asked for at once while catching up
 * @param maxPages pages after which catching up ends, whatever the relay says
 * @param since how far before the latest message that was read reading begins
 * @param silence how long a relay may take to end its answer before it counts as read
 * @param refreshInterval between two looks for new merchants
 * @param saveInterval between two savings of how far relays were read
 * @param sweepInterval between two sweeps
 * @param sweepSpan how much time a sweep reads again
 * @param retryMin the first pause while the database is away
 * @param retryMax the longest such pause
 */
@ConfigurationProperties("caravan.relay")
@Validated
record RelayProperties(
    @DurationMin(millis = 1) @DefaultValue("10s") Duration connectTimeout,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration pingInterval,
    @DurationMin(millis = 1) @DefaultValue("20s") Duration pongTimeout,
    @DurationMin(millis = 1) @DefaultValue("1s") Duration backoffMin,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration backoffMax,
    @Min(1_024) @DefaultValue("1048576") int maxMessageLength,
    @DurationMin(millis = 1) @DefaultValue("10s") Duration okTimeout,
    @DurationMin(millis = 0) @DefaultValue("1s") Duration firstOkGrace,
    @Min(1) @DefaultValue("5000") int maxUnanswered,
    @DurationMin(millis = 1) @DefaultValue("5m") Duration idleTimeout,
    @Min(1) @DefaultValue("1000") int maxBuffered,
    @DefaultValue("64MB") DataSize maxBufferedSize,
    @Min(1) @DefaultValue("64") int workers,
    @Min(1_024) @DefaultValue("262144") int maxContentLength,
    @Min(1) @DefaultValue("500") int pageSize,
    @Min(1) @DefaultValue("10000") int maxPages,
    @DurationMin(millis = 1) @DefaultValue("2890m") Duration since,
    @DurationMin(millis = 1) @DefaultValue("1m") Duration silence,
    @DurationMin(millis = 1) @DefaultValue("10s") Duration refreshInterval,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration saveInterval,
    @DurationMin(millis = 1) @DefaultValue("1d") Duration sweepInterval,
    @DurationMin(millis = 1) @DefaultValue("3d") Duration sweepSpan,
    @DurationMin(millis = 1) @DefaultValue("500ms") Duration retryMin,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration retryMax) {

  RelaySettings relaySettings() {
    return new RelaySettings(
        connectTimeout,
        pingInterval,
        pongTimeout,
        backoffMin,
        backoffMax,
        maxMessageLength,
        okTimeout,
        firstOkGrace,
        maxUnanswered,
        idleTimeout);
  }

  IntakeSettings intakeSettings() {
    return new IntakeSettings(
        maxBuffered,
        (int) Math.min(maxBufferedSize.toBytes(), 1 << 30),
        workers,
        maxContentLength,
        pageSize,
        maxPages,
        since,
        silence,
        refreshInterval,
        saveInterval,
        sweepInterval,
        sweepSpan,
        retryMin,
        retryMax);
  }
}
