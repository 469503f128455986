package market.caravan.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries out what merchants want done with what they sell, in the transaction of the route. Edits
 * of one merchant are made one after the other; an order keeps what it was promised.
 */
@Component
public class CatalogEdits {

  private final CatalogLocks locks;
  private final MerchantEdits merchants;
  private final ZoneEdits zones;
  private final StallEdits stalls;
  private final ProductEdits products;

  CatalogEdits(
      CatalogLocks locks,
      MerchantEdits merchants,
      ZoneEdits zones,
      StallEdits stalls,
      ProductEdits products) {
    this.locks = locks;
    this.merchants = merchants;
    this.zones = zones;
    this.stalls = stalls;
    this.products = products;
  }

  /**
   * Makes an edit.
   *
   * @return the merchant, zone, stall or product as it stands then; null where it is deleted, or
   *     there is nothing to show
   * @throws market.caravan.PermanentException if it is not there, somebody else has changed it, an
   *     open order needs it, or a rule is broken
   */
  public @Nullable Object carryOut(CatalogCommand command) {
    locks.lock(command.merchantId());
    return switch (command) {
      case MerchantCommand merchant -> merchants.carryOut(merchant);
      case ZoneCommand zone -> zones.carryOut(zone);
      case StallCommand stall -> stalls.carryOut(stall);
      case ProductCommand product -> products.carryOut(product);
    };
  }
}
