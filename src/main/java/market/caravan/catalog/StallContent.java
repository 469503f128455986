package market.caravan.catalog;

import java.math.BigDecimal;
import java.util.List;

/** The content of a stall's event (NIP-15, kind 30017), as nostrmarket writes it. */
record StallContent(
    String id, String name, String description, String currency, List<Zone> shipping) {

  static StallContent of(Stall stall) {
    return new StallContent(
        stall.id(),
        stall.name(),
        stall.description(),
        stall.currency().code(),
        stall.zones().stream().map(Zone::of).toList());
  }

  /** A zone with its countries under both names: nostrmarket's, and that of NIP-15. */
  record Zone(
      String id,
      String name,
      String currency,
      BigDecimal cost,
      List<String> countries,
      List<String> regions) {

    private static Zone of(ShippingZone zone) {
      return new Zone(
          zone.id(),
          zone.name(),
          zone.currency().code(),
          CatalogJson.plain(zone.cost()),
          zone.countries(),
          zone.countries());
    }
  }
}
