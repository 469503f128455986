package market.caravan.catalog;

/** What a merchant wants done with a product. */
public sealed interface ProductCommand extends CatalogCommand {

  /** A new one. */
  record Add(String merchantId, String id, ProductEdit edit) implements ProductCommand {}

  /** One that is there. */
  record Change(String merchantId, String id, Seen seen, ProductEdit edit)
      implements ProductCommand {}

  /** One that is there. */
  record Delete(String merchantId, String id, Seen seen) implements ProductCommand {}
}
