package market.caravan.lightning;

import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of a payment that it makes, at one moment.
 *
 * @param fee what the way there cost; zero unless it has succeeded
 * @param failure why it has failed, in the node's words; null unless it has
 */
public record PayOut(PaymentHash paymentHash, State state, Msat fee, @Nullable String failure) {

  /** A payment is under way until the node's word is final; only FAILED may be tried anew. */
  public enum State {
    IN_FLIGHT,
    SUCCEEDED,
    FAILED
  }
}
