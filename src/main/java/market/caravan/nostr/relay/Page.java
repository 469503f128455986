package market.caravan.nostr.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stored events that a relay sent in answer to one question, whatever they were worth.
 *
 * @param oldest the smallest {@code created_at} among them; null where there is none
 */
record Page(int count, @Nullable Instant oldest) {

  static final Page EMPTY = new Page(0, null);

  Page and(Instant createdAt) {
    return new Page(count + 1, oldest == null || createdAt.isBefore(oldest) ? createdAt : oldest);
  }
}
