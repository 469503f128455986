package market.caravan.order;

import java.util.Objects;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;

/**
 * An attempt at getting an order paid that is about to be named.
 *
 * @param number 1 for the first of the order, and so on
 * @param preimage the secret of its invoice
 */
record NewAttempt(
    long orderSeq, int number, OrderKey key, String wallet, Msat amount, Preimage preimage) {

  static NewAttempt first(long orderSeq, NewOrder order) {
    return new NewAttempt(
        orderSeq,
        1,
        order.command().key(),
        Objects.requireNonNull(order.quote()).wallet(),
        order.total(),
        Objects.requireNonNull(order.preimage()));
  }

  /** What the payer's wallet shows. */
  String memo() {
    return "Order '" + key.id() + "' for pubkey '" + key.customer() + "'";
  }
}
