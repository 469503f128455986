package market.caravan.mailbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the post is handled.
 *
 * @param orderMaxAge an order older than this is refused; one from before the merchant's first
 *     reading of the relays is history
 * @param catchUpWait how long an order waits for its relay to be read to the end
 * @param signAnewAfter a message that no relay can have is signed with a fresh time after this
 * @param giveUpAfter a message that no relay took for this long becomes a dead letter
 * @param maxAhead how far an answer's time may be ahead of our clock, when the question's is
 * @param lease how long one attempt at sending may take; longer than the relays' OK time-out
 * @param claimSize messages taken from the outbox at a time
 * @param profilesAtOnce customers whose profiles relays are asked for at a time
 * @param profileGoodFor how long a customer's profile is not asked for again
 */
@Validated
@ConfigurationProperties("caravan.mailbox")
public record MailboxProperties(
    @DurationMin(millis = 0) @DefaultValue("48h") Duration orderMaxAge,
    @DurationMin(millis = 1) @DefaultValue("1m") Duration catchUpWait,
    @DurationMin(millis = 1) @DefaultValue("2m") Duration signAnewAfter,
    @DurationMin(millis = 1) @DefaultValue("1d") Duration giveUpAfter,
    @DurationMin(millis = 0) @DefaultValue("10m") Duration maxAhead,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration lease,
    @Positive @DefaultValue("50") int claimSize,
    @Positive @Max(500) @DefaultValue("100") int profilesAtOnce,
    @DurationMin(millis = 1) @DefaultValue("7d") Duration profileGoodFor) {}
