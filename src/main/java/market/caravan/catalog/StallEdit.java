package market.caravan.catalog;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a stall is to be; what is null stays as it is, or is empty in a new one.
 *
 * @param wallet the name of a Lightning backend; empty is the default one
 * @param imageUrl empty for none
 * @param zones where it ships; those that are not known yet are new zones of the merchant's
 * @param pending whether it still waits for the merchant to accept it: an edit does accept it,
 *     unless it says otherwise
 */
public record StallEdit(
    @Nullable String name,
    @Nullable String wallet,
    @Nullable Currency currency,
    @Nullable String description,
    @Nullable String imageUrl,
    @Nullable List<Zone> zones,
    @Nullable Boolean active,
    boolean pending) {

  /**
   * A zone that it ships to.
   *
   * @param edit what the zone is, where there is none of this id yet; of one that is there nothing
   *     is changed
   */
  public record Zone(String id, ZoneEdit edit) {}

  /** The stall with these zones, which are there. */
  Stall on(Stall before, List<ShippingZone> known) {
    String image = requireNonNullElse(imageUrl, requireNonNullElse(before.imageUrl(), ""));
    return new Stall(
        before.merchantId(),
        before.id(),
        requireNonNullElse(wallet, before.wallet()),
        requireNonNullElse(name, before.name()),
        requireNonNullElse(currency, before.currency()),
        requireNonNullElse(description, before.description()),
        image.isEmpty() ? null : image,
        known,
        requireNonNullElse(active, before.active()),
        before.version(),
        before.publication().withPending(pending));
  }
}
