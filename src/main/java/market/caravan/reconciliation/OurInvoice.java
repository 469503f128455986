package market.caravan.reconciliation;

import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;

/**
 * An attempt as we have it.
 *
 * @param state of the attempt: {@code NAMED}, or one of an invoice
 * @param opened whether the node has ever told us of it
 * @param customer whose order it is, a public key in hex
 */
record OurInvoice(
    long orderSeq,
    int attempt,
    String wallet,
    PaymentHash hash,
    String state,
    boolean opened,
    Msat received,
    String merchantId,
    String orderId,
    String customer) {}
