package market.caravan.catalog;

import java.math.BigDecimal;
import market.caravan.money.Price;

/** What one piece of a product costs to ship to a zone, on top of the zone's own cost. */
public record ShippingCost(String zoneId, BigDecimal cost) {

  public ShippingCost {
    Price.requireSane(cost);
  }
}
