package market.caravan.catalog;

import java.util.Optional;
import market.caravan.nostr.EventTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Words what is due: reads the merchant's catalogue as it stands, and makes events of it. */
@Component
class Announcements {

  private final Catalog catalog;
  private final CatalogEvents events;

  Announcements(Catalog catalog, CatalogEvents events) {
    this.catalog = catalog;
    this.events = events;
  }

  /** Empty where there is nothing to say. */
  Optional<Announcement> of(DuePublication row) {
    PublicationKey key = row.key();
    return switch (key.kind()) {
      case CatalogEvents.PROFILE ->
          catalog
              .merchant(key.merchantId())
              .map(Merchant::profile)
              .filter(profile -> !profile.equals(MerchantProfile.NONE))
              .map(profile -> events.profile(profile, row.before()))
              .map(template -> new Announcement(row.merchant(), template, key, null));
      case CatalogEvents.STALL -> stall(row, catalog.stall(key.merchantId(), key.id()));
      default -> product(row, catalog.product(key.merchantId(), key.id()));
    };
  }

  private Optional<Announcement> stall(DuePublication row, Optional<Stall> stall) {
    if (stall.map(known -> known.publication().pending()).orElse(false)) {
      return Optional.empty();
    }
    return stall
        .filter(known -> row.published() && known.active())
        .map(known -> announcement(row, events.stall(known, row.before()), null))
        .or(() -> deletion(row, "Stall", stall.map(Stall::name).orElse(row.key().id())));
  }

  private Optional<Announcement> product(DuePublication row, Optional<Product> product) {
    if (product.map(known -> known.publication().pending()).orElse(false)) {
      return Optional.empty();
    }
    Optional<Stall> stall =
        product.flatMap(known -> catalog.stall(known.merchantId(), known.stallId()));
    return product
        .filter(known -> row.published() && known.active())
        .filter(known -> stall.map(Stall::takesOrders).orElse(false))
        .map(
            known ->
                announcement(
                    row,
                    events.product(
                        known, known.currencyAt(stall.orElseThrow().currency()), row.before()),
                    known.available()))
        .or(() -> deletion(row, "Product", product.map(Product::name).orElse(row.key().id())));
  }

  /** Takes back what relays show; nothing where they show nothing. */
  private Optional<Announcement> deletion(DuePublication row, String what, String name) {
    return Optional.ofNullable(row.eventId())
        .filter(eventId -> row.listed())
        .map(eventId -> events.deletion(what, name, eventId, row.before()))
        .map(template -> announcement(row, template, null));
  }

  private static Announcement announcement(
      DuePublication row, EventTemplate template, @Nullable Long quantity) {
    return new Announcement(row.merchant(), template, row.key(), quantity);
  }
}
