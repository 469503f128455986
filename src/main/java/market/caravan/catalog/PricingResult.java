package market.caravan.catalog;

/** What an order costs, or why it is not taken. */
public sealed interface PricingResult permits Quote, Refusal {}
