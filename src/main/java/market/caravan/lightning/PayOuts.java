package market.caravan.lightning;

import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.TransientException;

/**
 * The spending side of a Lightning node: a part of its own, for it has credentials of its own, and
 * a node that only takes payments has none. Every call is a call over a network: it has a deadline,
 * and fails with {@link TransientException} when the node is away or did not answer.
 */
public interface PayOuts {

  /** The network that it pays on: an invoice of another one is refused. */
  Network network();

  /**
   * Pays an invoice, or says how the payment of it stands that there is already: sending the same
   * invoice again never pays it twice. What is under way when the answer comes is to be asked for
   * by {@link #track}.
   *
   * @throws TransientException if nothing is known: the payment may be under way
   * @throws PermanentException if the node has refused to try it at all, and no payment was made
   */
  PayOut send(PayOutRequest request);

  /**
   * How the payment of an invoice stands; empty where the node has never heard of it, so that
   * nothing was sent.
   */
  Optional<PayOut> track(PaymentHash hash);
}
