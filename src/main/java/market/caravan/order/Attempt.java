package market.caravan.order;

import java.time.Duration;
import java.time.Instant;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at getting an order paid: an invoice that had its name before the node was asked.
 *
 * @param orderSeq the order's row
 * @param number 1 for the first, and so on
 * @param wallet the name of a Lightning backend; empty is the default one
 * @param bolt11 null until the node has made the invoice
 * @param expiresAt null until the node has made the invoice
 * @param instruction what the node is still to be told; null where there is nothing
 */
public record Attempt(
    long orderSeq,
    int number,
    String wallet,
    PaymentHash paymentHash,
    SealedPreimage preimage,
    Msat amount,
    String memo,
    Duration expiry,
    @Nullable String bolt11,
    @Nullable Instant expiresAt,
    @Nullable Instruction instruction) {

  /** What a node can be told about an invoice. */
  public enum Instruction {
    SETTLE,
    CANCEL
  }

  /** What is as good as the node's word where the node has never heard of the invoice. */
  public Invoice unknownToTheNode() {
    Instant expiry = expiresAt == null ? Instant.EPOCH : expiresAt;
    return new Invoice(
        paymentHash, bolt11, amount, Msat.ZERO, Invoice.State.CANCELLED, expiry, null);
  }
}
