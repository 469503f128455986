package market.caravan.catalog;

import java.math.BigDecimal;
import java.util.List;
import market.caravan.money.Currency;
import market.caravan.money.Price;

/**
 * Where a stall ships to (NIP-15).
 *
 * @param cost the base cost of an order, charged once, in {@code currency}
 * @param countries names or codes, as the merchant wrote them; wire name also {@code regions}
 * @param version rises with each edit
 */
public record ShippingZone(
    String id,
    String name,
    Currency currency,
    BigDecimal cost,
    List<String> countries,
    long version) {

  public ShippingZone {
    Price.requireSane(cost);
    countries = List.copyOf(countries);
  }

  /** Whether it says the same, in whichever version. */
  boolean isLike(ShippingZone other) {
    return name.equals(other.name)
        && currency.equals(other.currency)
        && cost.compareTo(other.cost) == 0
        && countries.equals(other.countries);
  }

  /** One that is new. */
  public ShippingZone(
      String id, String name, Currency currency, BigDecimal cost, List<String> countries) {
    this(id, name, currency, cost, countries, 1);
  }
}
