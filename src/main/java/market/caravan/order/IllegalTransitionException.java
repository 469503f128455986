package market.caravan.order;

import market.caravan.PermanentException;

/** The order's status does not allow what was asked for. */
public class IllegalTransitionException extends PermanentException {

  IllegalTransitionException(OrderEvent event, OrderStatus status) {
    super(
        "illegal-transition",
        "An order that is %s can't be %s".formatted(inWords(status), inWords(event)));
  }

  private static String inWords(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
