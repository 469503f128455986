package market.caravan.catalog;

import java.util.List;
import java.util.Optional;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A stall of a merchant (NIP-15): its products share a currency and the zones they ship to.
 *
 * @param id unique per merchant
 * @param wallet the name of a Lightning backend; empty is the default one
 * @param zones in the order in which the merchant shows them
 */
public record Stall(
    String merchantId,
    String id,
    String wallet,
    String name,
    Currency currency,
    String description,
    @Nullable String imageUrl,
    List<ShippingZone> zones,
    Publication publication) {

  public Stall {
    zones = List.copyOf(zones);
  }

  /** The zone of this id; empty where this stall does not ship to it. */
  public Optional<ShippingZone> zone(String zoneId) {
    return zones.stream().filter(zone -> zone.id().equals(zoneId)).findFirst();
  }

  Stall withZones(List<ShippingZone> others) {
    return new Stall(
        merchantId, id, wallet, name, currency, description, imageUrl, others, publication);
  }
}
