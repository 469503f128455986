package market.caravan.order;

import java.time.Instant;
import java.util.List;
import market.caravan.catalog.OrderLine;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;

/**
 * An order as a customer sent it, in any dialect; all text is in storable form.
 *
 * @param createdAt the time that the customer gave it
 * @param contentSha256 tells the same order, sent again, from another one under its id
 * @param zoneId the shipping zone; null where the customer chose none
 * @param fault why it can't be an order although its id is usable, in words for the customer; null
 *     where it can
 */
public record PlaceOrder(
    OrderKey key,
    EventId eventId,
    Instant createdAt,
    String contentSha256,
    List<OrderLine> lines,
    @Nullable String zoneId,
    @Nullable String name,
    @Nullable String address,
    @Nullable String message,
    Contact contact,
    @Nullable String fault) {

  public PlaceOrder {
    lines = List.copyOf(lines);
  }
}
