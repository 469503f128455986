package market.caravan.inventory;

/**
 * Less of a product than an order asks for.
 *
 * @param available pieces that can still be sold
 */
public record Shortage(String productId, long available) {}
