package market.caravan.refund;

import java.time.Instant;
import java.util.List;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import market.caravan.order.RefundReason;
import org.jspecify.annotations.Nullable;

/**
 * Money of a payment that goes back.
 *
 * @param seq of its row
 * @param payment the customer's payment
 * @param wallet that it came to, by which it is given back; empty for the default one
 * @param whole whether it is all that is left of the order's payment
 * @param address the Lightning address that it is sent to; null where there is none
 * @param orderedAt since when a profile of the customer's is too young to be believed
 * @param failures invoices that the node could not pay since the merchant last decided
 * @param claim of whoever works at it: what comes of an older one is not recorded
 * @param unanswered claims since something last came of one
 * @param live the invoice that may be on its way; null where there is none
 * @param earlier invoices that have failed
 */
public record Refund(
    long seq,
    long orderSeq,
    Pubkey customer,
    PaymentHash payment,
    String wallet,
    RefundReason reason,
    Msat amount,
    boolean whole,
    RefundState state,
    @Nullable String address,
    Instant orderedAt,
    int failures,
    long claim,
    int unanswered,
    @Nullable RefundInvoice live,
    List<PaymentHash> earlier) {

  public Refund {
    earlier = List.copyOf(earlier);
  }

  /** What is sent, in satoshi: rounded down, for wallets make invoices of whole satoshi. */
  long sat() {
    return amount.value() / 1_000;
  }

  /** What is sent. */
  Msat toSend() {
    return Msat.ofSat(sat());
  }
}
