package market.caravan.refund;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Map;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The terms of sending money back.
 *
 * @param automaticUpTo satoshi of one refund that are sent unasked; more waits for approval
 * @param merchants the same for single merchants, by their public keys
 * @param maxFeePpm what the way there may cost, in millionths of the amount
 * @param maxFeeFloor satoshi that the way there may always cost
 * @param tries invoices that the node may fail to pay before the customer is asked for another;
 *     after twice as many the merchant is
 * @param lease how long one step may take; longer than the node's own deadline for a payment
 * @param timeLeft how long an invoice has to be payable yet to be taken
 * @param firstPause before something is tried again; it doubles
 * @param longestPause the longest such pause
 * @param claimSize refunds taken on at a time
 * @param maxRepliesPerMinute answers to invoices that are refused
 */
@Validated
@ConfigurationProperties("caravan.refunds")
public record RefundProperties(
    @PositiveOrZero @DefaultValue("0") long automaticUpTo,
    @DefaultValue Map<Pubkey, @PositiveOrZero Long> merchants,
    @PositiveOrZero @DefaultValue("10000") long maxFeePpm,
    @PositiveOrZero @DefaultValue("10") long maxFeeFloor,
    @Positive @DefaultValue("5") int tries,
    @DurationMin(seconds = 1) @DefaultValue("5m") Duration lease,
    @DurationMin(seconds = 0) @DefaultValue("5m") Duration timeLeft,
    @DurationMin(millis = 1) @DefaultValue("5s") Duration firstPause,
    @DurationMin(millis = 1) @DefaultValue("10m") Duration longestPause,
    @Positive @DefaultValue("20") int claimSize,
    @Positive @DefaultValue("5") int maxRepliesPerMinute) {

  private static final long MILLION = 1_000_000;

  public RefundProperties {
    merchants = Map.copyOf(merchants);
  }

  boolean isAutomatic(Pubkey merchant, Msat amount) {
    Long sat = merchants.getOrDefault(merchant, automaticUpTo);
    return amount.compareTo(Msat.ofSat(sat)) <= 0;
  }

  /** What the way there may cost. */
  Msat maxFee(Msat amount) {
    long millionths = amount.value() / MILLION * maxFeePpm;
    long rest = amount.value() % MILLION * maxFeePpm / MILLION;
    return new Msat(Math.max(Msat.ofSat(maxFeeFloor).value(), Math.addExact(millionths, rest)));
  }

  /** The pause after this many times that nothing came of it. */
  Duration pause(int times) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(Math.max(times - 1, 0), 16));
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
