package market.caravan.lightning;

import market.caravan.money.Msat;

/**
 * What a node is asked to pay.
 *
 * @param bolt11 somebody else's invoice, of exactly {@code amount}
 * @param feeLimit what the way there may cost at most; zero means free ways only
 */
public record PayOutRequest(String bolt11, PaymentHash paymentHash, Msat amount, Msat feeLimit) {}
