package market.caravan.catalog;

/**
 * What is published: a profile, a stall or a product.
 *
 * @param kind of the event that shows it
 * @param id of the stall or product; empty for the profile
 */
public record PublicationKey(String merchantId, int kind, String id) {}
