package market.caravan.rates;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * A source of rates with its latest prices and its circuit breaker: after three failures in a row
 * it is left alone for a while, then asked once; only an answer closes the breaker. Safe for
 * several threads.
 */
public final class RateFeed {

  private static final int FAILURES_TO_OPEN = 3;
  private static final BigDecimal GREATEST_JUMP = BigDecimal.TEN;
  private static final MathContext PRECISION = new MathContext(12);

  private final String name;
  private final String url;
  private final PricePointer pointer;

  private Map<Currency, ExchangeRate> rates = Map.of();
  private @Nullable Instant askedAt;
  private @Nullable Instant answeredAt;
  private Instant dueAt = Instant.MIN;
  private int failures;
  private long dropped;

  RateFeed(String name, String url, PricePointer pointer) {
    this.name = name;
    this.url = url;
    this.pointer = pointer;
  }

  /** As customers and operators read it. */
  public String name() {
    return name;
  }

  /** Where it is asked; it may hold a key. */
  public String url() {
    return url;
  }

  PricePointer pointer() {
    return pointer;
  }

  /** Whether it is to be asked now; a clock that was set back is no reason to wait. */
  synchronized boolean isDue(Instant now) {
    return !now.isBefore(dueAt) || (askedAt != null && now.isBefore(askedAt));
  }

  synchronized void asked(Instant now, Duration every) {
    askedAt = now;
    dueAt = now.plus(every);
  }

  /**
   * Keeps what it has answered. What no price can be is dropped and counted: nothing or less, too
   * many digits, and more than ten times or less than a tenth of what the source said just before.
   *
   * @param goodFor how long an earlier price counts
   * @return whether the breaker was open
   * @throws PermanentException if nothing is left
   */
  synchronized boolean answered(Map<Currency, BigDecimal> prices, Duration goodFor) {
    Instant asOf = askedAt == null ? Instant.MIN : askedAt;
    Map<Currency, ExchangeRate> good = new HashMap<>(rates);
    boolean any = false;
    for (var price : prices.entrySet()) {
      if (isPrice(price.getValue()) && !isJump(price.getKey(), price.getValue(), asOf, goodFor)) {
        BigDecimal rounded = price.getValue().round(PRECISION);
        good.put(price.getKey(), new ExchangeRate(price.getKey(), rounded, asOf, name));
        any = true;
      } else {
        dropped++;
      }
    }
    if (!any) {
      throw new PermanentException("no-prices", "The answer has no price of a bitcoin");
    }
    boolean wasOpen = isOpen();
    rates = good;
    answeredAt = asOf;
    failures = 0;
    return wasOpen;
  }

  private static boolean isPrice(BigDecimal price) {
    try {
      return Price.requireSane(price).signum() > 0;
    } catch (PermanentException e) {
      return false;
    }
  }

  private boolean isJump(Currency currency, BigDecimal price, Instant asOf, Duration goodFor) {
    ExchangeRate last = rates.get(currency);
    return last != null
        && !last.asOf().plus(goodFor).isBefore(asOf)
        && (price.compareTo(last.btcPrice().multiply(GREATEST_JUMP)) > 0
            || price.multiply(GREATEST_JUMP).compareTo(last.btcPrice()) < 0);
  }

  /**
   * Remembers that it could not be asked, or that its answer is of no use.
   *
   * @return whether that has just opened the breaker
   */
  synchronized boolean failed(Instant now, Duration pause) {
    failures++;
    if (isOpen()) {
      dueAt = now.plus(pause);
    }
    return failures == FAILURES_TO_OPEN;
  }

  private boolean isOpen() {
    return failures >= FAILURES_TO_OPEN;
  }

  /** The latest price of a currency, however old it is. */
  synchronized Optional<ExchangeRate> rate(Currency currency) {
    return Optional.ofNullable(rates.get(currency));
  }

  synchronized Set<Currency> currencies() {
    return Set.copyOf(rates.keySet());
  }

  /** How it is doing. */
  public synchronized RateFeedStatus status() {
    return new RateFeedStatus(name, Optional.ofNullable(answeredAt), failures, isOpen(), dropped);
  }
}
