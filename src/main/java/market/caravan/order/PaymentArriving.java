package market.caravan.order;

import market.caravan.PermanentException;

/** Why nothing is changed in an order while its payment is being taken. */
final class PaymentArriving {

  private PaymentArriving() {}

  static PermanentException conflict() {
    return new PermanentException(
        "payment-arriving", "The order's payment is just arriving: look at it again in a moment");
  }
}
