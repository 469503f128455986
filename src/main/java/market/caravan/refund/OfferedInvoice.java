package market.caravan.refund;

import market.caravan.nostr.Pubkey;

/**
 * Where a customer says that money is to go: an invoice (BOLT 11) or a Lightning address, by its
 * form only.
 */
public record OfferedInvoice(Pubkey merchant, Pubkey customer, String text) {}
