package market.caravan.money;

/** Why a currency has no rate that an order may be priced with. */
public enum NoGoodRate implements RateAnswer {
  /** Nobody knows one, or too few do. */
  UNKNOWN,
  /** There was one, and it is too old. */
  OUT_OF_DATE,
  /** Those who know one are too far apart. */
  DISPUTED
}
