package market.caravan.restore;

import market.caravan.lightning.Invoice;

/**
 * What the node of a wallet says of an invoice.
 *
 * @param wallet by which it is to be asked again
 */
record NodeWord(String wallet, Invoice invoice) {}
