package market.caravan.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import market.caravan.money.Price;

/** What one piece of a product costs to ship to a zone, on top of the zone's own cost. */
public record ShippingCost(@JsonProperty("id") String zoneId, BigDecimal cost) {

  public ShippingCost {
    Price.requireSane(cost);
  }
}
