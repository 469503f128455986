package market.caravan.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of stalls. */
@Component
class StallEdits {

  private final Catalog catalog;
  private final CatalogChanges changes;
  private final CatalogLocks locks;

  StallEdits(Catalog catalog, CatalogChanges changes, CatalogLocks locks) {
    this.catalog = catalog;
    this.changes = changes;
    this.locks = locks;
  }

  @Nullable Stall carryOut(StallCommand command) {
    return switch (command) {
      case StallCommand.Add add -> add(add);
      case StallCommand.Change change -> change(change);
      case StallCommand.Delete delete -> delete(delete);
    };
  }

  private Stall add(StallCommand.Add command) {
    if (catalog.stall(command.merchantId(), command.id()).isPresent()) {
      throw EditRefused.taken("There is a stall of this id already");
    }
    return saved(Stall.nameless(command.merchantId(), command.id()), command.edit());
  }

  private Stall change(StallCommand.Change command) {
    return saved(stall(command.merchantId(), command.id(), command.seen()), command.edit());
  }

  private Stall saved(Stall before, StallEdit edit) {
    Stall stall = edit.on(before, zones(before, edit));
    if (stall.zones().stream().anyMatch(zone -> !zone.currency().equals(stall.currency()))) {
      throw EditRefused.currencies();
    }
    changes.save(stall);
    return catalog.stall(stall.merchantId(), stall.id()).orElseThrow();
  }

  private List<ShippingZone> zones(Stall before, StallEdit edit) {
    if (edit.zones() == null) {
      return before.zones();
    }
    Map<String, ShippingZone> zones = new LinkedHashMap<>();
    for (StallEdit.Zone zone : edit.zones()) {
      zones.computeIfAbsent(zone.id(), id -> known(before.merchantId(), zone));
    }
    return List.copyOf(zones.values());
  }

  /** Zones are the merchant's and not the stall's: a copy that comes with it changes none. */
  private ShippingZone known(String merchantId, StallEdit.Zone zone) {
    return catalog
        .zone(merchantId, zone.id())
        .orElseGet(
            () -> {
              if (zone.edit().currency() == null || zone.edit().cost() == null) {
                throw EditRefused.unknown("zone");
              }
              ShippingZone added = zone.edit().fresh(zone.id());
              changes.save(merchantId, added);
              return added;
            });
  }

  private @Nullable Stall delete(StallCommand.Delete command) {
    Stall stall = stall(command.merchantId(), command.id(), command.seen());
    List<Product> products = locks.productsOfStall(stall.merchantId(), stall.id());
    if (locks.isStallNeeded(stall.merchantId(), stall.id())
        || products.stream().anyMatch(locks::isNeeded)) {
      throw EditRefused.needed("stall");
    }
    for (Product product : products) {
      changes.deleteProduct(product.merchantId(), product.id());
    }
    changes.deleteStall(stall.merchantId(), stall.id());
    return null;
  }

  private Stall stall(String merchantId, String id, Seen seen) {
    Stall stall = catalog.stall(merchantId, id).orElseThrow(() -> EditRefused.unknown("stall"));
    seen.require(stall.version());
    return stall;
  }
}
