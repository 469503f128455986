package market.caravan.order;

import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant gives money of a paid order back, for what was returned or out of goodwill.
 *
 * @param customer whose order it is; null where the id alone tells
 * @param name the merchant's own for this refund: of the same name, an order has one
 * @param amount of it; null for all that is left of what was paid
 * @param message for the customer; null, which a blank one becomes, for the usual words
 */
public record RefundOrder(
    String merchantId,
    String orderId,
    @Nullable Pubkey customer,
    String name,
    @Nullable Msat amount,
    @Nullable String message)
    implements OrderCommand {

  public RefundOrder {
    message = message == null || message.isBlank() ? null : message;
  }
}
