package market.caravan.order;

import java.util.EnumSet;
import java.util.List;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ships orders, or takes that back, in the transaction of the route. */
@Component
public class Shipping {

  private final Orders orders;
  private final OrderHistory history;
  private final OrderMoves moves;
  private final FulfilmentProperties properties;

  Shipping(Orders orders, OrderHistory history, OrderMoves moves, FulfilmentProperties properties) {
    this.orders = orders;
    this.history = history;
    this.moves = moves;
    this.properties = properties;
  }

  /**
   * Does what the merchant says. An order that stands so already is left alone, and its customer is
   * told only what the merchant wrote, once.
   *
   * @throws PermanentException if there is no such order, the id is of several customers' orders,
   *     or it was restored and its merchant has to confirm it first
   * @throws IllegalTransitionException if the order's status does not allow it
   */
  public List<OrderNews> ship(ShipOrder command) {
    Order order = orders.lock(command);
    if (order.shipped() == command.shipped()) {
      return tell(order, command.message());
    }
    if (command.shipped()) {
      order.requireNo(EnumSet.allOf(Doubt.class));
    }
    List<OrderNews> news =
        moves.apply(event(order, command), order.withShipped(command.shipped()), words(command));
    if (command.shipped()) {
      orders.addShipment(order.seq());
    } else {
      orders.undoShipment(order.seq());
    }
    return news;
  }

  /**
   * The merchant's words, unless they were the last ones that were said: a retry says them anew.
   */
  private List<OrderNews> tell(Order order, @Nullable String message) {
    if (message == null || message.equals(history.lastWords(order.seq()).orElse(null))) {
      return List.of();
    }
    history.told(order, message);
    return List.of(new OrderNews.StatusChanged(order, message));
  }

  private static String words(ShipOrder command) {
    String message = command.message();
    if (message != null) {
      return message;
    }
    return command.shipped() ? "Your order has been shipped." : "Your order is not shipped yet.";
  }

  private OrderEvent event(Order order, ShipOrder command) {
    if (!command.shipped()) {
      return OrderEvent.UNSHIPPED;
    }
    return properties.shipUnpaid() && !order.status().isPaid()
        ? OrderEvent.SHIPPED_UNPAID
        : OrderEvent.SHIPPED;
  }
}
