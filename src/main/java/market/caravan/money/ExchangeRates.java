package market.caravan.money;

import java.util.Optional;
import java.util.Set;

/** What is known of exchange rates right now. Asking is local and fast: nothing is fetched. */
public interface ExchangeRates {

  /**
   * What is known of a currency's rate, however old it is; empty where nothing is, and always empty
   * for {@code sat}, which needs none. There is never a default rate.
   *
   * @param merchant whose prices they are: a public key, as 64 lower-case hex digits
   */
  Optional<RateAnswer> rate(String merchant, Currency currency);

  /** The currencies that there is a rate of, as far as the source can list them. */
  default Set<Currency> currencies() {
    return Set.of();
  }
}
