package market.caravan.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Merchant by merchant, in the order of {@code due}; what is nothing to say of is left out. */
  List<Announcement> of(List<DuePublication> due) {
    return due.stream()
        .collect(Collectors.groupingBy(row -> row.key().merchantId()))
        .entrySet()
        .stream()
        .flatMap(merchant -> of(merchant.getValue(), goods(merchant.getKey(), merchant.getValue())))
        .toList();
  }

  private Stream<Announcement> of(List<DuePublication> due, Goods goods) {
    return due.stream().flatMap(row -> announcement(row, goods).stream());
  }

  private Goods goods(String merchantId, List<DuePublication> due) {
    List<String> productIds =
        due.stream()
            .map(DuePublication::key)
            .filter(key -> key.kind() == CatalogEvents.PRODUCT)
            .map(PublicationKey::id)
            .toList();
    return new Goods(catalog.products(merchantId, productIds), catalog.stalls(merchantId));
  }

  private Optional<Announcement> announcement(DuePublication row, Goods goods) {
    PublicationKey key = row.key();
    return switch (key.kind()) {
      case CatalogEvents.PROFILE ->
          catalog
              .merchant(key.merchantId())
              .map(merchant -> events.profile(merchant.profile(), row.before()))
              .map(template -> new Announcement(row.merchant(), template, key, null));
      case CatalogEvents.STALL ->
          goods
              .stall(key.id())
              .filter(stall -> !stall.publication().pending())
              .map(stall -> events.stall(stall, row.before()))
              .map(template -> new Announcement(row.merchant(), template, key, null));
      default -> goods.product(key.id()).flatMap(product -> announcement(row, product, goods));
    };
  }

  private Optional<Announcement> announcement(DuePublication row, Product product, Goods goods) {
    if (product.publication().pending()) {
      return Optional.empty();
    }
    if (product.active()) {
      Stall stall = goods.stall(product.stallId()).orElseThrow();
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
