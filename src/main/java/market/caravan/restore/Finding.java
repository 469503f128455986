package market.caravan.restore;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Doubt;
import market.caravan.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * Something to report of a run.
 *
 * @param eventId that brought the order, or that nothing could be made of
 * @param orderId null where the message is about none
 * @param status of the order from then on; null of what was skipped
 * @param flags what else there is to know; of what was skipped, why
 */
public record Finding(
    Outcome outcome,
    EventId eventId,
    @Nullable String orderId,
    Pubkey customer,
    @Nullable OrderStatus status,
    Set<Doubt> doubts,
    Set<Flag> flags) {

  /** What became of it. */
  public enum Outcome {
    RESTORED,
    REPAIRED,
    SKIPPED
  }

  static Finding of(Outcome outcome, Decision decision) {
    var order = decision.order();
    return new Finding(
        outcome,
        order.order().eventId(),
        order.order().key().id(),
        order.order().key().customer(),
        order.status(),
        order.doubts(),
        decision.flags());
  }

  static Finding skipped(EventId event, @Nullable String orderId, Pubkey customer, Flag why) {
    return new Finding(Outcome.SKIPPED, event, orderId, customer, null, Set.of(), Set.of(why));
  }

  @Nullable String writtenFlags() {
    return flags.isEmpty()
        ? null
        : new TreeSet<>(flags).stream().map(Flag::name).collect(Collectors.joining(" "));
  }
}
