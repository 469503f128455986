package market.caravan.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What relays have been told of a stall or a product.
 *
 * @param pending true until a relay has confirmed the latest event
 * @param eventId the latest event; null before the first
 * @param eventCreatedAt the time in that event; null before the first
 */
public record Publication(
    boolean pending, @Nullable String eventId, @Nullable Instant eventCreatedAt) {

  /** Of what no relay has heard of yet. */
  public static final Publication NONE = new Publication(true, null, null);
}
