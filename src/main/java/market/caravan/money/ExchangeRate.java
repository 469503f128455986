package market.caravan.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * What a bitcoin costs.
 *
 * @param btcPrice the price of one bitcoin in {@code currency}, above zero
 * @param asOf when the source said so
 * @param source where it comes from, in words that a merchant understands
 */
public record ExchangeRate(Currency currency, BigDecimal btcPrice, Instant asOf, String source)
    implements RateAnswer {

  private static final BigDecimal SAT_PER_BTC = BigDecimal.valueOf(100_000_000);

  public ExchangeRate {
    Price.requireSane(btcPrice);
    if (btcPrice.signum() == 0) {
      throw new IllegalArgumentException("A bitcoin is never free");
    }
  }

  /** What {@code amount} of the currency is worth in whole satoshi, rounded up. */
  public BigDecimal satRoundedUp(BigDecimal amount) {
    return amount.multiply(SAT_PER_BTC).divide(btcPrice, 0, RoundingMode.CEILING);
  }
}
