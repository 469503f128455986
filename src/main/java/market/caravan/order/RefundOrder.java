package market.caravan.order;

import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The merchant gives money of a paid order back, for what was returned or out of goodwill.
 *
 * @param customer whose order it is; null where the id alone tells
 * @param amount of it; null for all that was paid
 * @param message for the customer; null, which a blank one becomes, for the usual words
 */
public record RefundOrder(
    String merchantId,
    String orderId,
    @Nullable Pubkey customer,
    @Nullable Msat amount,
    @Nullable String message)
    implements OrderCommand {

  public RefundOrder {
    message = message == null || message.isBlank() ? null : message;
  }
}
