package market.caravan.order;

import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant has seen to what was doubtful about a restored order: it is paid, and may be
 * shipped.
 *
 * @param customer whose order it is; null where the id alone tells
 */
public record ConfirmOrder(String merchantId, String orderId, @Nullable Pubkey customer)
    implements OrderCommand {}
