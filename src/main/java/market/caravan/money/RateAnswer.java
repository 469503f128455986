package market.caravan.money;

/** What a source says of a currency: its rate, or why there is none to go by. */
public sealed interface RateAnswer permits ExchangeRate, NoGoodRate {}
