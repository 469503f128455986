package market.caravan.order;

import market.caravan.catalog.Quote;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An order that is about to be filed, as what it was decided to be.
 *
 * @param quote null where it is refused
 * @param preimage the secret of its first invoice; null where it is refused
 * @param receipt says why where it is refused
 */
record NewOrder(
    String merchantId,
    PlaceOrder command,
    @Nullable Quote quote,
    @Nullable Preimage preimage,
    Receipt receipt) {

  static NewOrder taken(String merchantId, PlaceOrder command, Quote quote) {
    return new NewOrder(merchantId, command, quote, Preimage.random(), Receipt.of(quote));
  }

  static NewOrder refused(String merchantId, PlaceOrder command, String reason) {
    return new NewOrder(merchantId, command, null, null, Receipt.refused(reason));
  }

  OrderStatus status() {
    return quote == null ? OrderStatus.REJECTED : OrderStatus.PLACED;
  }

  Msat total() {
    return quote == null ? Msat.ZERO : quote.total();
  }

  @Nullable String stallId() {
    return quote == null ? null : quote.stallId();
  }

  @Nullable PaymentHash invoice() {
    return preimage == null ? null : preimage.hash();
  }

  /** The order that it is once it is filed. */
  Order filed(long seq) {
    return new Order(
        seq,
        merchantId,
        command.key(),
        status(),
        command.createdAt(),
        command.contentSha256(),
        total(),
        invoice(),
        receipt,
        false);
  }
}
