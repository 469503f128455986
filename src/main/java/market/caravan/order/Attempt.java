package market.caravan.order;

import java.time.Duration;
import java.time.Instant;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
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
    Preimage preimage,
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

  public InvoiceRequest request() {
    return new InvoiceRequest(paymentHash, preimage, amount, memo, expiry);
  }

  /** Whether the node said of this attempt what it was asked for. */
  boolean matches(Invoice invoice) {
    return invoice.paymentHash().equals(paymentHash) && invoice.amount().equals(amount);
  }
}
