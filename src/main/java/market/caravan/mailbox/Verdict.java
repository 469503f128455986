package market.caravan.mailbox;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import market.caravan.nostr.relay.PublishOutcome;
import market.caravan.nostr.relay.PublishOutcome.Kind;

/**
 * What the answers of all relays that were asked come to.
 *
 * @param accepted a relay has the event: it is delivered
 * @param finished no relay is worth asking again
 * @param maybeSent a relay may have the event although it did not say so
 * @param reason the relays' own words, for the dead letter
 */
record Verdict(boolean accepted, boolean finished, boolean maybeSent, String reason) {

  static Verdict of(Map<URI, PublishOutcome> outcomes) {
    Collection<PublishOutcome> answers = outcomes.values();
    return new Verdict(
        answers.stream().anyMatch(PublishOutcome::isAccepted),
        !answers.isEmpty() && answers.stream().allMatch(Verdict::isFinal),
        answers.stream().anyMatch(a -> a.isAccepted() || a.kind() == Kind.UNANSWERED),
        String.join("; ", answers.stream().map(PublishOutcome::reason).distinct().toList()));
  }

  private static boolean isFinal(PublishOutcome outcome) {
    return outcome.isAccepted() || (outcome.kind() == Kind.REFUSED && outcome.forGood());
  }

  /** As {@code outbox_delivery.outcome} has it. */
  static String name(PublishOutcome outcome) {
    boolean refusedForNow = outcome.kind() == Kind.REFUSED && !outcome.forGood();
    return refusedForNow ? "DEFERRED" : outcome.kind().name();
  }
}
