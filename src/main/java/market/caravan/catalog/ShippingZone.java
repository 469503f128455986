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
 */
public record ShippingZone(
    String id, String name, Currency currency, BigDecimal cost, List<String> countries) {

  public ShippingZone {
    Price.requireSane(cost);
    countries = List.copyOf(countries);
  }
}
