package market.caravan.money;

import java.math.BigDecimal;
import market.caravan.PermanentException;

/** What can be a price: an exact amount, never negative. */
public final class Price {

  /** More digits than any price has: what is longer is an attack on the arithmetic. */
  private static final int MAX_DIGITS = 30;

  private Price() {}

  /** Whether it is not negative and has no more than 30 digits on either side. */
  public static boolean isSane(BigDecimal amount) {
    return amount.signum() >= 0
        && amount.precision() <= MAX_DIGITS
        && Math.abs(amount.scale()) <= MAX_DIGITS;
  }

  /**
   * Returns {@code amount} itself.
   *
   * @throws PermanentException if it is negative or has more than 30 digits on either side
   */
  public static BigDecimal requireSane(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new PermanentException("negative-price", "A price is never negative");
    }
    if (!isSane(amount)) {
      throw new PermanentException("malformed-price", "A price has no more than 30 digits");
    }
    return amount;
  }
}
