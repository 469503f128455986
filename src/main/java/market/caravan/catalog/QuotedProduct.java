package market.caravan.catalog;

import java.math.BigDecimal;

/**
 * A product in a quote; lines of the same product are one.
 *
 * @param price of one piece
 * @param shippingCost of one piece, on top of the zone's cost
 */
public record QuotedProduct(
    String id, String name, long quantity, BigDecimal price, BigDecimal shippingCost) {

  /** All the pieces, with what they cost extra to ship. */
  public BigDecimal cost() {
    return price.add(shippingCost).multiply(BigDecimal.valueOf(quantity));
  }
}
