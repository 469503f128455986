package market.caravan.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a stall or a product stands on the relays.
 *
 * @param pending whether it was read from a relay and waits for the merchant to accept it
 *     (nostrmarket): it is not for sale before
 * @param eventId the latest event that a relay has accepted; null before the first
 * @param eventCreatedAt the time in that event; null before the first
 */
public record Publication(
    boolean pending, @Nullable String eventId, @Nullable Instant eventCreatedAt) {

  /** Of what no relay has heard of yet. */
  public static final Publication NONE = new Publication(false, null, null);

  Publication withPending(boolean otherwise) {
    return new Publication(otherwise, eventId, eventCreatedAt);
  }
}
