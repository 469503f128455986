package market.caravan.api;

import java.util.List;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRates;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What is readable without a key: it is the same for everybody and tells nothing of a merchant. */
@Component("publicViews")
class PublicViews {

  private final ExchangeRates rates;
  private final ObjectProvider<RelayPool> relays;

  PublicViews(ExchangeRates rates, ObjectProvider<RelayPool> relays) {
    this.rates = rates;
    this.relays = relays;
  }

  /** GET /currencies: those that there are rates of. */
  public List<String> currencies() {
    return rates.currencies().stream().map(Currency::code).sorted().toList();
  }

  /** GET /nostrclient/api/v1/relays. */
  public List<RelayView> relays() {
    return relays.stream().flatMap(pool -> pool.status().stream()).map(RelayView::of).toList();
  }
}
