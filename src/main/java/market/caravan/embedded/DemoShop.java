package market.caravan.embedded;

import java.util.List;
import java.util.Optional;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.CatalogChanges;
import market.caravan.catalog.Merchant;
import market.caravan.catalog.MerchantProfile;
import market.caravan.catalog.Merchants;
import market.caravan.catalog.Product;
import market.caravan.catalog.ShippingZone;
import market.caravan.catalog.Stall;
import market.caravan.nostr.KeyPair;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The demo merchant with two stalls: opened in a database that has no merchant yet, before any
 * route starts, and left alone from then on.
 */
public class DemoShop implements SmartInitializingSingleton {

  private static final String ID = "demo";

  private static final MerchantProfile PROFILE =
      MerchantProfile.of(
          "Caravan demo", "A shop to try Caravan with: it ships nothing and takes no real money.");

  private final Catalog catalog;
  private final CatalogChanges changes;
  private final Merchants merchants;
  private final TransactionTemplate transaction;
  private final DemoCatalogue demo = new DemoCatalogue(ID);

  DemoShop(
      Catalog catalog,
      CatalogChanges changes,
      Merchants merchants,
      TransactionTemplate transaction) {
    this.catalog = catalog;
    this.changes = changes;
    this.merchants = merchants;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          if (catalog.merchants().isEmpty()) {
            open();
          }
        });
  }

  private void open() {
    merchants.openAccount(ID);
    if (!merchants.add(ID, ID, KeyPair.generate(), true, PROFILE)) {
      throw new IllegalStateException("There was no merchant, and now there is one");
    }
    merchants.update(ID, true, PROFILE); // which relays are told
    for (Stall stall : demo.stalls()) {
      stall.zones().forEach(zone -> changes.save(ID, zone));
      changes.save(stall);
    }
    demo.products().forEach(changes::save);
  }

  /** What a first customer needs; empty where this database never had a demo shop. */
  public Optional<DemoGoods> goods() {
    return catalog.merchant(ID).map(this::goods);
  }

  private DemoGoods goods(Merchant merchant) {
    List<Stall> stalls = demo.stalls();
    return new DemoGoods(
        merchant.accountId(),
        merchant.id(),
        merchant.pubkey(),
        stalls.getFirst().id(),
        demo.products().stream().map(Product::id).toList(),
        stalls.stream().flatMap(stall -> stall.zones().stream()).map(ShippingZone::id).toList());
  }
}
