package market.caravan.catalog;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.money.Currency;
import market.caravan.nostr.EventTemplate;
import org.springframework.stereotype.Component;

/**
 * A merchant's profile, stalls and products as events, for whoever signs them (NIP-01, NIP-15). The
 * time of each is that of the event before it: it is to be signed with a later one, for of two the
 * younger is what counts.
 */
@Component
class CatalogEvents {

  static final int PROFILE = 0;
  static final int DELETION = 5;
  static final int STALL = 30017;
  static final int PRODUCT = 30018;

  private final Nip15Properties properties;

  CatalogEvents(Nip15Properties properties) {
    this.properties = properties;
  }

  EventTemplate profile(MerchantProfile profile, Instant before) {
    return new EventTemplate(PROFILE, before, List.of(), CatalogJson.write(profile));
  }

  EventTemplate stall(Stall stall, Instant before) {
    String content = CatalogJson.write(StallContent.of(stall));
    return new EventTemplate(STALL, before, List.of(List.of("d", stall.id())), content);
  }

  /** A product as it can be ordered: its quantity is what no order holds. */
  EventTemplate product(Product product, Currency currency, Instant before) {
    Stream<List<String>> categories =
        product.categories().stream().map(category -> List.of("t", category));
    List<List<String>> tags =
        Stream.concat(Stream.of(List.of("d", product.id())), categories).toList();
    Long quantity = properties.shown(product.available());
    String content = CatalogJson.write(ProductContent.of(product, currency, quantity));
    return new EventTemplate(PRODUCT, before, tags, content);
  }

  /** What takes the latest event of a stall or product back, for it is not shown (nostrmarket). */
  EventTemplate deletion(String what, String name, String eventId, Instant before) {
    String content = what + " '" + name + "' deleted";
    return new EventTemplate(DELETION, before, List.of(List.of("e", eventId)), content);
  }
}
