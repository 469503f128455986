package market.caravan.catalog;

import java.util.Optional;
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
              .map(merchant -> events.profile(merchant.profile(), row.before()))
              .map(template -> new Announcement(row.merchant(), template, key, null));
      case CatalogEvents.STALL ->
          catalog
              .stall(key.merchantId(), key.id())
              .filter(stall -> !stall.publication().pending())
              .map(stall -> events.stall(stall, row.before()))
              .map(template -> new Announcement(row.merchant(), template, key, null));
      default ->
          catalog
              .product(key.merchantId(), key.id())
              .flatMap(product -> announcement(row, product));
    };
  }

  private Optional<Announcement> announcement(DuePublication row, Product product) {
    if (product.publication().pending()) {
      return Optional.empty();
    }
    if (product.active()) {
      Stall stall = catalog.stall(row.key().merchantId(), product.stallId()).orElseThrow();
      var template = events.product(product, stall.currency(), row.before());
      return Optional.of(
          new Announcement(row.merchant(), template, row.key(), product.available()));
    }
    return Optional.ofNullable(row.eventId())
        .filter(eventId -> row.listed())
        .map(eventId -> events.deletion(product, eventId, row.before()))
        .map(template -> new Announcement(row.merchant(), template, row.key(), null));
  }
}
