package market.caravan.inventory;

import java.util.Map;

/**
 * The pieces that an order wants.
 *
 * @param pieces quantity by product id
 */
public record Holding(long orderSeq, String merchantId, Map<String, Long> pieces) {

  public Holding {
    pieces = Map.copyOf(pieces);
  }
}
