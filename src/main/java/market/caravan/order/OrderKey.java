package market.caravan.order;

import market.caravan.PermanentException;
import market.caravan.catalog.Bounds;
import market.caravan.nostr.Pubkey;

/**
 * What names an order: the id is the customer's own choice, so it is unique only among the orders
 * of one customer at one merchant.
 */
public record OrderKey(Pubkey merchant, Pubkey customer, String id) {

  /**
   * Takes an id of 1 to 128 letters, digits, dots, underscores, colons and hyphens.
   *
   * @throws PermanentException if the id is anything else
   */
  public OrderKey {
    if (!isId(id)) {
      throw new PermanentException(
          "malformed-order-id", "An order id is 1 to 128 letters, digits and . _ : -");
    }
  }

  public static boolean isId(String text) {
    return Bounds.isId(text);
  }
}
