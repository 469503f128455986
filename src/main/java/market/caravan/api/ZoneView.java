package market.caravan.api;

import java.math.BigDecimal;
import java.util.List;
import market.caravan.catalog.ShippingZone;

/** {@code Zone} of api.md; {@code cost} is in {@code currency}; {@code version} is ours. */
record ZoneView(
    String id,
    String name,
    String currency,
    BigDecimal cost,
    List<String> countries,
    String version) {

  static ZoneView of(ShippingZone zone) {
    return new ZoneView(
        zone.id(),
        zone.name(),
        zone.currency().code(),
        zone.cost(),
        zone.countries(),
        String.valueOf(zone.version()));
  }
}
