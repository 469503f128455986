package market.caravan.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.Hex;
import market.caravan.PermanentException;
import market.caravan.money.Currency;
import market.caravan.nostr.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a merchant's own profile, stalls, products and deletions, whichever client wrote them.
 * Within the bounds of the API it is taken as a whole; otherwise it is counted, and changes
 * nothing.
 */
@Component
public class PublishedReader {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedReader.class);

  /** Nothing here could ever be younger than what is dated far ahead. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(15);

  private final Clock clock;
  private final MeterRegistry meters;

  PublishedReader(Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.meters = meters;
  }

  /** One, or none where the event is malformed, out of bounds or dated ahead. */
  public List<Published> read(Event event) {
    try {
      requireNotAhead(event);
      return switch (event.kind()) {
        case CatalogEvents.PROFILE -> List.of(profile(event, PublishedJson.of(event.content())));
        case CatalogEvents.STALL -> List.of(stall(event, PublishedJson.of(event.content())));
        case CatalogEvents.PRODUCT -> List.of(product(event, PublishedJson.of(event.content())));
        case CatalogEvents.DELETION -> List.of(deletion(event));
        default -> List.of();
      };
    } catch (PermanentException e) {
      LOG.debug("An event of kind {} says nothing of a catalogue: {}", event.kind(), e.code());
      meters.counter("caravan.catalogue.unreadable", "code", e.code()).increment();
      return List.of();
    }
  }

  private void requireNotAhead(Event event) {
    if (event.createdAt().isAfter(clock.instant().plus(MOST_AHEAD))) {
      throw new PermanentException("dated-ahead", "The event is of the future");
    }
  }

  private static Published profile(Event event, PublishedJson json) {
    return new Published.Profile(
        event,
        new ProfileEdit(
                json.text("name", Bounds.NAME),
                json.text("display_name", Bounds.NAME),
                json.text("about", Bounds.DESCRIPTION),
                json.text("picture", Bounds.ADDRESS),
                json.text("banner", Bounds.ADDRESS),
                json.text("website", Bounds.ADDRESS),
                json.text("nip05", Bounds.NAME),
                json.text("lud16", Bounds.NAME))
            .on(MerchantProfile.NONE));
  }

  private static Published stall(Event event, PublishedJson json) {
    Currency currency = new Currency(json.text("currency", Bounds.NAME, "sat"));
    StallEdit stall =
        new StallEdit(
            json.text("name", Bounds.NAME, id(event)),
            null,
            currency,
            json.text("description", Bounds.DESCRIPTION, ""),
            null,
            json.objects("shipping", Bounds.ZONES).stream()
                .map(zone -> zone(zone, currency))
                .toList(),
            true,
            false);
    return new Published.Shown(event, id(event), stall);
  }

  private static StallEdit.Zone zone(PublishedJson json, Currency ofStall) {
    List<String> countries = json.texts("countries", Bounds.COUNTRIES, Bounds.NAME);
    return new StallEdit.Zone(
        json.id("id"),
        new ZoneEdit(
            json.text("name", Bounds.NAME, ""),
            new Currency(json.text("currency", Bounds.NAME, ofStall.code())),
            json.amount("cost"),
            countries.isEmpty()
                ? json.texts("regions", Bounds.COUNTRIES, Bounds.NAME)
                : countries));
  }

  private static Published product(Event event, PublishedJson json) {
    ProductEdit product =
        new ProductEdit(
            json.id("stall_id"),
            json.text("name", Bounds.NAME, id(event)),
            json.text("description", Bounds.DESCRIPTION, ""),
            PublishedJson.texts(event.tagValues("t").toList(), Bounds.CATEGORIES, Bounds.NAME),
            json.texts("images", Bounds.IMAGES, Bounds.ADDRESS),
            json.amount("price"),
            null,
            !json.isFalse("active"),
            null,
            null,
            json.objects("shipping", Bounds.ZONES).stream()
                .map(cost -> new ShippingCost(cost.id("id"), cost.amount("cost")))
                .toList(),
            false);
    String currency = json.text("currency", Bounds.NAME);
    return new Published.Offered(
        event,
        id(event),
        product,
        currency == null ? null : new Currency(currency),
        json.pieces("quantity"));
  }

  /** Each of its tags stands for itself: one that names nothing there can be is left out. */
  private static Published deletion(Event event) {
    List<Published.Address> addresses =
        event.tagValues("a").flatMap(address -> address(event, address)).toList();
    List<String> eventIds = event.tagValues("e").filter(id -> Hex.is(id, 32)).toList();
    return new Published.Deleted(event, eventIds, addresses);
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
            })
        .filter(named -> Bounds.isId(named.id()));
  }

  /** An address of NIP-01 has a d tag: what the content says besides does not count. */
  private static String id(Event event) {
    return event.tag("d").filter(Bounds::isId).orElseThrow(PublishedJson::malformed);
  }
}
