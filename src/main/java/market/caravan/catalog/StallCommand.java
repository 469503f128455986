package market.caravan.catalog;

/** What a merchant wants done with a stall. */
public sealed interface StallCommand extends CatalogCommand {

  /** A new one. */
  record Add(String merchantId, String id, StallEdit edit) implements StallCommand {}

  /** One that is there. */
  record Change(String merchantId, String id, Seen seen, StallEdit edit) implements StallCommand {}

  /** One that is there, with its products. */
  record Delete(String merchantId, String id, Seen seen) implements StallCommand {}
}
