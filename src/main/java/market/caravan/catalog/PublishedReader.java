package market.caravan.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.money.Currency;
import market.caravan.nostr.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a merchant's own profile, stalls, products and deletions, whichever client wrote them. What
 * is no such thing changes nothing.
 */
@Component
public class PublishedReader {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedReader.class);
  private static final int MAX_ID = 128;

  /** One, or none where the event is malformed. */
  public List<Published> read(Event event) {
    try {
      return switch (event.kind()) {
        case CatalogEvents.PROFILE -> List.of(profile(event, PublishedJson.of(event.content())));
        case CatalogEvents.STALL -> List.of(stall(event, PublishedJson.of(event.content())));
        case CatalogEvents.PRODUCT -> List.of(product(event, PublishedJson.of(event.content())));
        case CatalogEvents.DELETION -> List.of(deletion(event));
        default -> List.of();
      };
    } catch (PermanentException e) {
      LOG.debug("An event of kind {} says nothing of a catalogue: {}", event.kind(), e.code());
      return List.of();
    }
  }

  private static Published profile(Event event, PublishedJson json) {
    return new Published.Profile(
        event,
        new ProfileEdit(
                json.text("name"),
                json.text("display_name"),
                json.text("about"),
                json.text("picture"),
                json.text("banner"),
                json.text("website"),
                json.text("nip05"),
                json.text("lud16"))
            .on(MerchantProfile.NONE));
  }

  private static Published stall(Event event, PublishedJson json) {
    Currency currency = new Currency(json.text("currency", "sat"));
    List<StallEdit.Zone> zones = new ArrayList<>();
    for (PublishedJson zone : json.objects("shipping")) {
      zone.optional("id")
          .filter(PublishedReader::isId)
          .ifPresent(id -> zones.add(zone(id, zone, currency)));
    }
    StallEdit stall =
        new StallEdit(
            json.text("name", id(event)),
            null,
            currency,
            json.text("description", ""),
            null,
            zones,
            true,
            false);
    return new Published.Shown(event, id(event), stall);
  }

  private static StallEdit.Zone zone(String id, PublishedJson json, Currency ofStall) {
    List<String> countries = json.texts("countries");
    return new StallEdit.Zone(
        id,
        new ZoneEdit(
            json.text("name", ""),
            json.optional("currency").map(Currency::new).orElse(ofStall),
            json.amount("cost"),
            countries.isEmpty() ? json.texts("regions") : countries));
  }

  private static Published product(Event event, PublishedJson json) {
    List<ShippingCost> shipping = new ArrayList<>();
    for (PublishedJson cost : json.objects("shipping")) {
      cost.optional("id").ifPresent(id -> shipping.add(new ShippingCost(id, cost.amount("cost"))));
    }
    String stall = json.text("stall_id", "");
    if (!isId(stall)) {
      throw PublishedJson.malformed();
    }
    ProductEdit product =
        new ProductEdit(
            stall,
            json.text("name", id(event)),
            json.text("description", ""),
            event.tagValues("t").map(PublishedJson::storable).toList(),
            json.texts("images"),
            json.amount("price"),
            null,
            !json.isFalse("active"),
            null,
            null,
            shipping,
            false);
    return new Published.Offered(event, id(event), product, json.pieces("quantity"));
  }

  private static Published deletion(Event event) {
    List<Published.Address> addresses =
        event.tagValues("a").flatMap(address -> address(event, address)).toList();
    return new Published.Deleted(event, event.tagValues("e").toList(), addresses);
  }

  /** {@code kind:pubkey:d}, and {@code d} may have colons. */
  private static Stream<Published.Address> address(Event event, String address) {
    return Stream.of(CatalogEvents.STALL, CatalogEvents.PRODUCT)
        .flatMap(
            kind -> {
              String prefix = kind + ":" + event.pubkey() + ":";
              return address.startsWith(prefix)
                  ? Stream.of(new Published.Address(kind, address.substring(prefix.length())))
                  : Stream.empty();
            });
  }

  /** An address of NIP-01 has a d tag: what the content says besides does not count. */
  private static String id(Event event) {
    return event.tag("d").filter(PublishedReader::isId).orElseThrow(PublishedJson::malformed);
  }

  private static boolean isId(String id) {
    return !id.isEmpty() && id.length() <= MAX_ID && id.indexOf(0) < 0;
  }
}
