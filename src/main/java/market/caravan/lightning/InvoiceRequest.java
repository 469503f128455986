package market.caravan.lightning;

import java.time.Duration;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked to make an invoice of.
 *
 * @param preimage ours, so that asking twice makes one invoice; null for a hold invoice, which the
 *     node only learns to settle when it is told to
 * @param memo what the payer's wallet shows, at most 639 bytes of UTF-8 (BOLT 11)
 */
public record InvoiceRequest(
    PaymentHash paymentHash,
    @Nullable Preimage preimage,
    Msat amount,
    String memo,
    Duration expiry) {

  public boolean isHold() {
    return preimage == null;
  }
}
