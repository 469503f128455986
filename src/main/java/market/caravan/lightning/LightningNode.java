package market.caravan.lightning;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import market.caravan.PermanentException;
import market.caravan.TransientException;

/**
 * A Lightning node, as far as taking payments goes. Every call is a call over a network: it has a
 * deadline, and fails with {@link TransientException} when the node is away or did not answer.
 */
public interface LightningNode extends AutoCloseable {

  /**
   * Makes an invoice, or returns the one that this payment hash has already: asking again after a
   * time-out makes no second one. Where the node {@linkplain #takesPreimages takes no preimage},
   * the hash that is asked for is the name by which the invoice is found again, of several the
   * oldest open one of the amount.
   *
   * @throws InvoiceRefusedException if the node refuses the request for good
   */
  Invoice create(InvoiceRequest request);

  /** What the node knows of these; a hash that it does not know is left out. */
  List<Invoice> lookUp(Collection<PaymentHash> hashes);

  /**
   * A page of the invoices that the node has settled in a time, and that are named by their payment
   * hash; others may be among them.
   */
  SettledPage settled(SettledQuery query);

  /**
   * Takes a locked-in payment. Settling a settled invoice again is no error; one that was closed
   * before stays so, and is returned so.
   *
   * @throws UnknownInvoiceException if the node doesn't know the invoice
   * @throws PermanentException if it isn't held
   */
  Invoice settle(Preimage preimage);

  /**
   * Makes an invoice unpayable, giving a locked-in payment back. What is already cancelled, expired
   * or settled stays as it is and is returned so; so does what is open at a node that can't cancel.
   *
   * @throws UnknownInvoiceException if the node doesn't know the invoice
   */
  Invoice cancel(PaymentHash hash);

  /**
   * Tells of invoices as they change, until closed. A hint, not the truth: news may be missed,
   * repeated or out of order, so whoever listens looks up as well.
   *
   * @throws TransientException if the node is away
   */
  Subscription subscribe(Consumer<Invoice> listener);

  /** Fails with {@link TransientException} when the node can't be reached. */
  void ping();

  /**
   * Whether its invoices have the payment hash that they are asked for; else each has one that the
   * node has drawn, which says what the invoice is from then on.
   */
  default boolean takesPreimages() {
    return true;
  }

  /**
   * Whether it makes invoices whose payment is locked in first, to be settled or cancelled by us.
   */
  default boolean holds() {
    return true;
  }

  /** Whether it is of use to give it work now; found out without a call. */
  default Readiness readiness() {
    return Readiness.READY;
  }

  /** Its spending side; empty where it has no credentials to pay out. */
  default Optional<PayOuts> payOuts() {
    return Optional.empty();
  }

  /** Lets its connections go. */
  @Override
  default void close() {}

  /** A running {@link #subscribe}. */
  interface Subscription extends AutoCloseable {

    /**
     * Fails with {@link TransientException} once the node is lost and no more news will come: then
     * it is for the listener to subscribe again. Never done where nothing can be lost.
     */
    default CompletionStage<Void> ended() {
      return new CompletableFuture<>();
    }

    @Override
    void close();
  }
}
