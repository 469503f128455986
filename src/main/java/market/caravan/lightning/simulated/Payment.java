package market.caravan.lightning.simulated;

import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import org.jspecify.annotations.Nullable;

/**
 * What a payer's wallet has of a payment.
 *
 * @param preimage the proof of payment; null while the payment is only locked in
 */
public record Payment(PaymentHash paymentHash, @Nullable Preimage preimage, Invoice.State state) {}
