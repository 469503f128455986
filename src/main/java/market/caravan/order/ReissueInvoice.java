package market.caravan.order;

import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant wants an order invoiced again, at today's prices.
 *
 * @param customer whose order it is; null where the id alone tells
 * @param zoneId the shipping zone; null for the one that the customer chose
 */
public record ReissueInvoice(
    String merchantId, String orderId, @Nullable Pubkey customer, @Nullable String zoneId)
    implements OrderCommand {}
