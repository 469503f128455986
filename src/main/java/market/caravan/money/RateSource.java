package market.caravan.money;

/**
 * Rates of one origin. Every bean of this type is asked, after what the merchant has fixed; orders
 * are priced by the {@link ExchangeRates} that join them.
 */
public interface RateSource extends ExchangeRates {}
