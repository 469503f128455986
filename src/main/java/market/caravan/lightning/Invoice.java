package market.caravan.lightning;

import java.time.Instant;
import market.caravan.PermanentException;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of one of its invoices, at one moment.
 *
 * @param bolt11 the payment request; null where the node's news of a change does not repeat it
 * @param received what the node received so far; zero before a payment is locked in
 * @param settledAt when the node settled it; null unless {@link State#SETTLED}
 */
public record Invoice(
    PaymentHash paymentHash,
    @Nullable String bolt11,
    Msat amount,
    Msat received,
    State state,
    Instant expiresAt,
    @Nullable Instant settledAt) {

  /**
   * Itself, for whoever has asked to settle it: settled, or closed before that came.
   *
   * @throws PermanentException if it is neither: no payment was locked in
   */
  public Invoice requireFinal() {
    if (!state.isFinal()) {
      throw new PermanentException(
          "invoice-not-held",
          "Only an invoice with a payment locked in can be settled: this one is " + state);
    }
    return this;
  }

  /** The life of an invoice; it only ever advances, and the last three are final. */
  public enum State {
    /** Payable, not paid. */
    OPEN,
    /** A hold invoice whose payment is locked in: ours to settle or to cancel. */
    HELD,
    SETTLED,
    CANCELLED,
    EXPIRED;

    public boolean isFinal() {
      return switch (this) {
        case OPEN, HELD -> false;
        case SETTLED, CANCELLED, EXPIRED -> true;
      };
    }
  }
}
