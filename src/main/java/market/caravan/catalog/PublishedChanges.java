package market.caravan.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes over what a merchant has published with their key elsewhere, in the transaction of the
 * route: of two that say different things the younger counts, and an edit here is as old as the
 * moment it was made. What was not known here is pending until the merchant accepts it. Nothing is
 * deleted for it, and no open order changes.
 */
@Component
public class PublishedChanges {

  private final Catalog catalog;
  private final CatalogLocks locks;
  private final CatalogChanges changes;
  private final Merchants merchants;
  private final PublishedRows rows;

  PublishedChanges(
      Catalog catalog,
      CatalogLocks locks,
      CatalogChanges changes,
      Merchants merchants,
      PublishedRows rows) {
    this.catalog = catalog;
    this.locks = locks;
    this.changes = changes;
    this.merchants = merchants;
    this.rows = rows;
  }

  /** Takes one over, where it is news. */
  public void takeOver(Published published) {
    String merchant = catalog.merchant(published.merchant()).map(Merchant::id).orElse(null);
    if (merchant == null) {
      return; // gone meanwhile
    }
    locks.lock(merchant);
    switch (published) {
      case Published.Profile profile -> takeOver(merchant, profile);
      case Published.Shown stall -> takeOver(merchant, stall);
      case Published.Offered product -> takeOver(merchant, product);
      case Published.Deleted deleted -> takeOver(merchant, deleted);
    }
  }

  private void takeOver(String merchant, Published.Profile profile) {
    PublicationKey key = new PublicationKey(merchant, CatalogEvents.PROFILE, "");
    if (rows.isNews(key, profile)) {
      merchants.describe(merchant, profile.profile());
      rows.taken(key, profile);
    }
  }

  private void takeOver(String merchant, Published.Shown shown) {
    PublicationKey key = new PublicationKey(merchant, CatalogEvents.STALL, shown.id());
    if (!rows.isNews(key, shown)) {
      return;
    }
    Optional<Stall> known = catalog.stall(merchant, shown.id());
    Stall before = known.orElseGet(() -> Stall.nameless(merchant, shown.id()));
    boolean pending = known.map(stall -> stall.publication().pending()).orElse(true);
    List<ShippingZone> told = told(shown.stall());
    List<ShippingZone> zones =
        told.stream().map(zone -> zone(merchant, zone, shown, pending)).toList();
    Stall after = shown.stall().on(before, zones).withPending(pending);
    if (!after.currency().equals(before.currency()) && before.isKnown()) {
      List<Product> unused = locks.productsOfStall(merchant, shown.id());
      changes.keepCurrency(before);
    }
    changes.write(after);
    changes.announceProductsOf(merchant, shown.id());
    boolean isSo = IntStream.range(0, told.size()).allMatch(i -> told.get(i).isLike(zones.get(i)));
    rows.taken(key, shown, null, !pending && !isSo);
  }

  private static List<ShippingZone> told(StallEdit stall) {
    Map<String, ShippingZone> zones = new LinkedHashMap<>();
    if (stall.zones() != null) {
      stall.zones().forEach(zone -> zones.put(zone.id(), zone.edit().fresh(zone.id())));
    }
    return List.copyOf(zones.values());
  }

  /**
   * The zone as it is then. Stalls share it, so that another one may have told it later; a stall
   * that is not accepted yet brings zones that are new, and changes none.
   */
  private ShippingZone zone(
      String merchant, ShippingZone told, Published.Shown shown, boolean pending) {
    Optional<ShippingZone> known = catalog.zone(merchant, told.id());
    if (known.isPresent() && (pending || !rows.isNewsOfZone(merchant, told.id(), shown))) {
      return known.get();
    }
    if (known.filter(told::isLike).isEmpty()) {
      changes.write(merchant, told, shown.at());
      changes.announceStallsOf(merchant, told.id());
    }
    return told;
  }

  private void takeOver(String merchant, Published.Offered offered) {
    PublicationKey key = new PublicationKey(merchant, CatalogEvents.PRODUCT, offered.id());
    if (!rows.isNews(key, offered)) {
      return;
    }
    Optional<Product> known = locks.product(merchant, offered.id());
    boolean pending = known.map(product -> product.publication().pending()).orElse(true);
    Long quantity = quantity(known.orElse(null), offered.sellable());
    Product after =
        known
            .map(before -> offered.product().on(before, quantity))
            .orElseGet(() -> offered.product().fresh(merchant, offered.id(), quantity));
    Stall stall =
        catalog
            .stall(merchant, after.stallId())
            .orElseGet(() -> placeholder(merchant, after.stallId()));
    boolean isOfStall = stall.currency().equals(offered.currency());
    changes.write(after.withPending(pending).pricedIn(isOfStall ? null : offered.currency()));
    rows.taken(key, offered, offered.sellable(), false);
  }

  private Stall placeholder(String merchant, String id) {
    Stall stall = Stall.nameless(merchant, id).named(id).withPending(true);
    changes.write(stall);
    return stall;
  }

  /**
   * It says what can be sold, and what open orders hold comes on top of it. A million is how we
   * tell of what has no limit, and so it is read, unless there is a limit here.
   */
  private static @Nullable Long quantity(@Nullable Product known, @Nullable Long sellable) {
    boolean hasLimit = known != null && known.quantity() != null;
    if (sellable == null || (!hasLimit && new ProductEdit.Stock(sellable).isShownAsUnlimited())) {
      return null;
    }
    return known == null ? sellable : sellable + known.reserved();
  }

  private void takeOver(String merchant, Published.Deleted deleted) {
    for (PublicationKey key : rows.named(merchant, deleted)) {
      if (!rows.isTakenBack(key, deleted)) {
        continue;
      }
      if (key.kind() == CatalogEvents.STALL) {
        catalog.stall(merchant, key.id()).ifPresent(this::close);
      } else {
        locks.product(merchant, key.id()).ifPresent(this::takeOffSale);
      }
      rows.takenBack(key, deleted);
    }
  }

  private void close(Stall stall) {
    changes.write(stall.closed());
    changes.announceProductsOf(stall.merchantId(), stall.id());
  }

  private void takeOffSale(Product product) {
    if (product.publication().pending()) {
      changes.removeProduct(product.merchantId(), product.id());
    } else {
      changes.write(product.offSale());
    }
  }
}
