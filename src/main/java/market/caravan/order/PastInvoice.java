package market.caravan.order;

import java.time.Instant;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An invoice of an order that is restored, as its node has it; its preimage is lost.
 *
 * @param wallet whose node it is; empty is the default one
 * @param memo what the payer's wallet shows
 * @param known whether a node has it: what nobody knows can't be paid, and is cancelled
 * @param settledAt null unless it is settled
 */
public record PastInvoice(
    PaymentHash hash,
    String bolt11,
    String wallet,
    Msat amount,
    String memo,
    Instant madeAt,
    Instant expiresAt,
    boolean known,
    Invoice.State state,
    Msat received,
    @Nullable Instant settledAt) {}
