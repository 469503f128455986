package market.caravan.lightning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which settled invoices are asked for: those that were made and settled from {@code since} on and
 * before {@code until}.
 *
 * @param after what the page before has ended with; null for the first
 */
public record SettledQuery(Instant since, Instant until, @Nullable String after) {

  /** The page after one that has ended so. */
  public SettledQuery after(String next) {
    return new SettledQuery(since, until, next);
  }
}
