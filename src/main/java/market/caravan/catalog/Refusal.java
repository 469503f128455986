package market.caravan.catalog;

/**
 * Why an order can't be priced.
 *
 * @param reason a sentence that the customer reads
 */
public record Refusal(String reason) implements PricingResult {}
