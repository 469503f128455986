package market.caravan.catalog;

/** What a merchant wants done with what they sell. */
public sealed interface CatalogCommand
    permits MerchantCommand, ZoneCommand, StallCommand, ProductCommand {

  /** Whose catalogue it is: nobody else's is ever touched. */
  String merchantId();
}
