package market.caravan.money;

/**
 * Rates of one origin. Every bean of this type is asked, in the beans' order, and the first that
 * answers decides, also where it answers that there is no good rate. Orders are priced by the
 * {@link ExchangeRates} that join them.
 */
public interface RateSource extends ExchangeRates {}
