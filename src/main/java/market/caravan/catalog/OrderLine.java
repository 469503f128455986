package market.caravan.catalog;

/** A line of an order as the customer wrote it: neither the id nor the quantity is checked. */
public record OrderLine(String productId, long quantity) {}
