package market.caravan.order;

import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/** What a merchant wants done with an order. */
public sealed interface OrderCommand
    permits ShipOrder, ReissueInvoice, CancelOrder, RefundOrder, ConfirmOrder {

  String merchantId();

  String orderId();

  /** Whose order it is; null where the id alone tells. */
  @Nullable Pubkey customer();
}
