package market.caravan.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of shipping zones. */
@Component
class ZoneEdits {

  private final Catalog catalog;
  private final CatalogChanges changes;
  private final CatalogLocks locks;

  ZoneEdits(Catalog catalog, CatalogChanges changes, CatalogLocks locks) {
    this.catalog = catalog;
    this.changes = changes;
    this.locks = locks;
  }

  @Nullable ShippingZone carryOut(ZoneCommand command) {
    return switch (command) {
      case ZoneCommand.Add add -> add(add);
      case ZoneCommand.Change change -> change(change);
      case ZoneCommand.Delete delete -> delete(delete);
    };
  }

  private ShippingZone add(ZoneCommand.Add command) {
    if (catalog.zone(command.merchantId(), command.id()).isPresent()) {
      throw EditRefused.taken("There is a zone of this id already");
    }
    return saved(command.merchantId(), command.edit().fresh(command.id()));
  }

  /** Stalls that ship there keep one currency with it: in another one, no order could be priced. */
  private ShippingZone change(ZoneCommand.Change command) {
    ShippingZone before = zone(command.merchantId(), command.id(), command.seen());
    ShippingZone after = command.edit().on(before);
    if (!after.currency().equals(before.currency())
        && catalog.stalls(command.merchantId()).stream()
            .anyMatch(stall -> stall.zone(before.id()).isPresent())) {
      throw EditRefused.currencies();
    }
    return saved(command.merchantId(), after);
  }

  private @Nullable ShippingZone delete(ZoneCommand.Delete command) {
    ShippingZone zone = zone(command.merchantId(), command.id(), command.seen());
    if (locks.isZoneNeeded(command.merchantId(), zone.id())) {
      throw EditRefused.needed("zone");
    }
    changes.deleteZone(command.merchantId(), zone.id());
    return null;
  }

  private ShippingZone zone(String merchantId, String id, Seen seen) {
    ShippingZone zone = catalog.zone(merchantId, id).orElseThrow(() -> EditRefused.unknown("zone"));
    seen.require(zone.version());
    return zone;
  }

  private ShippingZone saved(String merchantId, ShippingZone zone) {
    changes.save(merchantId, zone);
    return catalog.zone(merchantId, zone.id()).orElseThrow();
  }
}
