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
 * @param active whether it takes orders, and relays show it with its products
 * @param version rises with each edit
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
    boolean active,
    long version,
    Publication publication) {

  public Stall {
    zones = List.copyOf(zones);
  }

  /** One that is new, and takes orders. */
  public Stall(
      String merchantId,
      String id,
      String wallet,
      String name,
      Currency currency,
      String description,
      @Nullable String imageUrl,
      List<ShippingZone> zones,
      Publication publication) {
    this(
        merchantId, id, wallet, name, currency, description, imageUrl, zones, true, 1, publication);
  }

  /** A new one of which nothing is said yet. */
  static Stall nameless(String merchantId, String id) {
    return new Stall(merchantId, id, "", "", Currency.SAT, "", null, List.of(), Publication.NONE);
  }

  /** Whether more is known of it than that a product names it. */
  boolean isKnown() {
    return !publication.pending() || publication.eventId() != null;
  }

  /** Whether its products are for sale, as far as it is concerned. */
  public boolean takesOrders() {
    return active && !publication.pending();
  }

  /** The zone of this id; empty where this stall does not ship to it. */
  public Optional<ShippingZone> zone(String zoneId) {
    return zones.stream().filter(zone -> zone.id().equals(zoneId)).findFirst();
  }

  Stall withPending(boolean pending) {
    return edited(new StallEdit(null, null, null, null, null, null, null, pending));
  }

  Stall named(String other) {
    return edited(new StallEdit(other, null, null, null, null, null, null, false));
  }

  Stall closed() {
    boolean pending = publication.pending();
    return edited(new StallEdit(null, null, null, null, null, null, false, pending));
  }

  private Stall edited(StallEdit edit) {
    return edit.on(this, zones);
  }

  Stall withZones(List<ShippingZone> others) {
    return new Stall(
        merchantId,
        id,
        wallet,
        name,
        currency,
        description,
        imageUrl,
        others,
        active,
        version,
        publication);
  }
}
