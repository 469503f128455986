package market.caravan.money;

import java.util.Optional;
import java.util.Set;

/** What is known of exchange rates right now. Asking is local and fast: nothing is fetched. */
public interface ExchangeRates {

  /**
   * The latest rate of a currency, however old it is; empty where there is none, and always empty
   * for {@code sat}, which needs none. There is never a default rate.
   */
  Optional<ExchangeRate> rate(Currency currency);

  /** The currencies that there is a rate of, as far as the source can list them. */
  default Set<Currency> currencies() {
    return Set.of();
  }
}
