package market.caravan.reconciliation;

import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.order.Memo;
import org.jspecify.annotations.Nullable;

/**
 * Something that differs.
 *
 * @param confirmed whether it was there at both looks
 * @param wallet whose node was asked
 * @param paymentHash null where it is about an order without a settled invoice
 * @param merchantId null where only the node knows the invoice
 * @param orderId the customer's own
 * @param customer a public key in hex
 * @param here the attempt's state or the order's status; null where we know nothing of it
 * @param hereMsat received, as we have it
 * @param atNode the invoice's state; null where the node knows nothing of it
 * @param atNodeMsat received, as the node has it
 */
public record Difference(
    Kind kind,
    boolean confirmed,
    String wallet,
    @Nullable String paymentHash,
    @Nullable String merchantId,
    @Nullable String orderId,
    @Nullable String customer,
    @Nullable String here,
    @Nullable Long hereMsat,
    @Nullable String atNode,
    @Nullable Long atNodeMsat) {

  static Difference of(Kind kind, String wallet, OurInvoice ours, @Nullable Invoice theirs) {
    return new Difference(
        kind,
        false,
        wallet,
        ours.hash().hex(),
        ours.merchantId(),
        ours.orderId(),
        ours.customer(),
        ours.state(),
        ours.received().value(),
        theirs == null ? null : theirs.state().name(),
        theirs == null ? null : theirs.received().value());
  }

  /** Of an invoice that only the node knows. */
  static Difference unknownHere(String wallet, Invoice theirs, Memo memo) {
    PaymentHash hash = theirs.paymentHash();
    return new Difference(
        Kind.UNKNOWN_HERE,
        false,
        wallet,
        hash.hex(),
        null,
        memo.orderId(),
        memo.customer(),
        null,
        null,
        theirs.state().name(),
        theirs.received().value());
  }
}
