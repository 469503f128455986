package market.caravan.order;

import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant cancels an order: what was paid for it goes back.
 *
 * @param customer whose order it is; null where the id alone tells
 * @param message for the customer; null, which a blank one becomes, for the usual words
 */
public record CancelOrder(
    String merchantId, String orderId, @Nullable Pubkey customer, @Nullable String message)
    implements OrderCommand {

  public CancelOrder {
    message = message == null || message.isBlank() ? null : message;
  }
}
