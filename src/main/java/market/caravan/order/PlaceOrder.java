package market.caravan.order;

import java.time.Instant;
import java.util.List;
import market.caravan.catalog.OrderLine;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * An order as a customer sent it, in any dialect; all text is in storable form.
 *
 * @param createdAt the time that the customer gave it
 * @param contentSha256 tells the same order, sent again, from another one under its id
 * @param zoneId the shipping zone; null where the customer chose none
 * @param fault why it can't be taken although its id is usable, in words for the customer; null
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
    @Nullable String fault)
    implements CustomerCommand {

  public PlaceOrder {
    lines = List.copyOf(lines);
  }

  /** The event that brought it, and to whom: the same event may bring an order to others too. */
  record Source(Pubkey merchant, EventId event) {}

  Source source() {
    return new Source(key.merchant(), eventId);
  }

  /** The same, which can't be taken for this reason, in words for the customer. */
  public PlaceOrder because(String reason) {
    return new PlaceOrder(
        key,
        eventId,
        createdAt,
        contentSha256,
        lines,
        zoneId,
        name,
        address,
        message,
        contact,
        reason);
  }
}
