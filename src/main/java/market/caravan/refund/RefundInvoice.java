package market.caravan.refund;

import java.time.Instant;
import market.caravan.lightning.PaymentHash;

/** Somebody else's invoice by which money goes back; stored before it is sent. */
public record RefundInvoice(PaymentHash paymentHash, String bolt11, Instant expiresAt) {}
