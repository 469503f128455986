package market.caravan.nostr.relay;

import java.util.Set;
import market.caravan.nostr.RelayMessage;

/**
 * What became of an event at one relay.
 *
 * @param reason the relay's own words, or ours where it said none; may be empty
 * @param forGood whether the relay will refuse the same event again, however often it is sent
 */
public record PublishOutcome(Kind kind, String reason, boolean forGood) {

  /** The four ends that publishing to a relay can have. */
  public enum Kind {
    /** The relay has the event: OK true, or "duplicate:". */
    ACCEPTED,
    /** The relay said OK false. */
    REFUSED,
    /** The event was written, and no OK came in time: the relay may have it. */
    UNANSWERED,
    /** Nothing was written to a socket: the relay cannot have it. */
    NOT_SENT
  }

  private static final Set<String> FOR_GOOD = Set.of("invalid", "blocked", "pow", "restricted");

  /** The outcome that an OK message states. */
  static PublishOutcome of(RelayMessage.Ok answer) {
    if (answer.accepted() || answer.prefix().equals("duplicate")) {
      return new PublishOutcome(Kind.ACCEPTED, answer.message(), false);
    }
    return new PublishOutcome(Kind.REFUSED, answer.message(), FOR_GOOD.contains(answer.prefix()));
  }

  static PublishOutcome unanswered(String reason) {
    return new PublishOutcome(Kind.UNANSWERED, reason, false);
  }

  static PublishOutcome notSent(String reason) {
    return new PublishOutcome(Kind.NOT_SENT, reason, false);
  }

  public boolean isAccepted() {
    return kind == Kind.ACCEPTED;
  }
}
