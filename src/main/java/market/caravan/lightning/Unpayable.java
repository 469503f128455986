package market.caravan.lightning;

import java.time.Instant;
import java.util.Optional;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * Why no money is sent by an invoice of somebody else's, though it is one: {@link Bolt11#decode}
 * has seen to its form and signature.
 */
public enum Unpayable {
  /** It is of another network. */
  NETWORK,
  /** It is over another amount, or leaves it to the payer. */
  AMOUNT,
  /** It expires too soon. */
  EXPIRY;

  /**
   * The first reason that there is; empty where the invoice may be paid.
   *
   * @param network of the node that pays; null where it is not known here, for the node looks, too
   * @param amount what the invoice has to be over, exactly
   * @param until when it has to be payable yet; null where that is looked at elsewhere
   */
  public static Optional<Unpayable> of(
      Bolt11 invoice, @Nullable Network network, Msat amount, @Nullable Instant until) {
    if (network != null && network != invoice.network()) {
      return Optional.of(NETWORK);
    }
    if (!amount.equals(invoice.amount())) {
      return Optional.of(AMOUNT);
    }
    return until != null && invoice.expiresAt().isBefore(until)
        ? Optional.of(EXPIRY)
        : Optional.empty();
  }
}
