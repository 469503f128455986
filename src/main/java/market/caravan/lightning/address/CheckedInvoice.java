package market.caravan.lightning.address;

import java.time.Instant;
import market.caravan.lightning.PaymentHash;

/**
 * An invoice of exactly what was asked for.
 *
 * @param bolt11 its text, as its maker wrote it
 * @param paymentHash whether it is known already is for whoever asked
 */
public record CheckedInvoice(String bolt11, PaymentHash paymentHash, Instant expiresAt) {}
