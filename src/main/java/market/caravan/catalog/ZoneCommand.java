package market.caravan.catalog;

/** What a merchant wants done with a shipping zone. */
public sealed interface ZoneCommand extends CatalogCommand {

  /** A new one. */
  record Add(String merchantId, String id, ZoneEdit edit) implements ZoneCommand {}

  /** One that is there. */
  record Change(String merchantId, String id, Seen seen, ZoneEdit edit) implements ZoneCommand {}

  /** One that is there; no stall ships there any more. */
  record Delete(String merchantId, String id, Seen seen) implements ZoneCommand {}
}
