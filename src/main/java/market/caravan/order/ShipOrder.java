package market.caravan.order;

import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant says that an order has, or has not, been shipped.
 *
 * @param customer whose order it is; null where the id alone tells
 * @param message for the customer; null, which a blank one becomes, for the usual words
 */
public record ShipOrder(
    String merchantId,
    String orderId,
    @Nullable Pubkey customer,
    boolean shipped,
    @Nullable String message)
    implements OrderCommand {

  public ShipOrder {
    message = message == null || message.isBlank() ? null : message;
  }
}
