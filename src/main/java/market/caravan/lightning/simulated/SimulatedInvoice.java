package market.caravan.lightning.simulated;

import market.caravan.lightning.Invoice;
import org.jspecify.annotations.Nullable;

/** An invoice as the simulated node keeps it. */
final class SimulatedInvoice {

  private final Invoice invoice;
  private final byte @Nullable [] sealedPreimage;

  SimulatedInvoice(Invoice invoice, byte @Nullable [] sealedPreimage) {
    this.invoice = invoice;
    this.sealedPreimage = sealedPreimage;
  }

  Invoice invoice() {
    return invoice;
  }

  /** Null for a hold invoice until it is settled. */
  byte @Nullable [] sealedPreimage() {
    return sealedPreimage;
  }
}
