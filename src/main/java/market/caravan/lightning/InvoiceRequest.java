package market.caravan.lightning;

import java.time.Duration;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked to make an invoice of.
 *
 * @param paymentHash drawn for this attempt alone; a node that takes no preimage names the invoice
 *     by it
 * @param preimage ours, so that asking twice makes one invoice; null for a hold invoice, which the
 *     node only learns to settle when it is told to
 * @param memo what the payer's wallet shows; an invoice holds 639 bytes of it (BOLT 11)
 * @param expiry in whole seconds, counted from when the node makes the invoice
 */
public record InvoiceRequest(
    PaymentHash paymentHash,
    @Nullable Preimage preimage,
    Msat amount,
    String memo,
    Duration expiry) {

  public InvoiceRequest {
    if (preimage != null && !preimage.hash().equals(paymentHash)) {
      throw new IllegalArgumentException("The payment hash is not that of the preimage");
    }
    if (amount.value() == 0) {
      throw new IllegalArgumentException("An invoice asks for an amount");
    }
    if (expiry.toSeconds() < 1) {
      throw new IllegalArgumentException("An invoice is payable for a second at least");
    }
  }

  /** Whether an invoice is of the amount that is asked for. */
  public boolean isOfAmount(Invoice invoice) {
    return invoice.amount().equals(amount);
  }

  public boolean isHold() {
    return preimage == null;
  }
}
