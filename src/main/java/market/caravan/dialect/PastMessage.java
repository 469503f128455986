package market.caravan.dialect;

import java.time.Instant;
import java.util.List;
import market.caravan.nostr.EventId;
import market.caravan.order.PlaceOrder;
import org.jspecify.annotations.Nullable;

/** What a stored message about an order means, in whatever dialect it was written. */
public sealed interface PastMessage {

  EventId eventId();

  /** The time that its author gave it. */
  Instant at();

  /** The customer has sent the order. */
  record Ordered(PlaceOrder order) implements PastMessage {

    @Override
    public EventId eventId() {
      return order.eventId();
    }

    @Override
    public Instant at() {
      return order.createdAt();
    }
  }

  /** The customer did not want the order any more. */
  record Withdrawn(EventId eventId, Instant at) implements PastMessage {}

  /** The merchant has asked for payment; the invoices are as they stood in the message. */
  record Requested(EventId eventId, Instant at, List<String> invoices) implements PastMessage {

    public Requested {
      invoices = List.copyOf(invoices);
    }
  }

  /**
   * The merchant has refused the order.
   *
   * @param reason null where none was given
   */
  record Refused(EventId eventId, Instant at, @Nullable String reason) implements PastMessage {}

  /**
   * The merchant has said how the order stood.
   *
   * @param shipped null where that was not said
   */
  record Told(EventId eventId, Instant at, boolean paid, @Nullable Boolean shipped)
      implements PastMessage {}

  /** What it was filed as can't be read from it. */
  record Unreadable(EventId eventId, Instant at) implements PastMessage {}
}
