package market.caravan.order;

import java.util.List;
import market.caravan.PermanentException;
import org.springframework.stereotype.Component;

/** Settles with the merchant what is doubtful about restored orders, in the route's transaction. */
@Component("confirmation")
public class Confirmation {

  private final Orders orders;
  private final OrderMoves moves;

  Confirmation(Orders orders, OrderMoves moves) {
    this.orders = orders;
    this.moves = moves;
  }

  /**
   * Takes the merchant's word for it that the order is paid and is what was ordered. Confirmed
   * before, it is confirmed already; one that nobody has doubted is not made paid by this.
   *
   * @throws PermanentException if there is no such order, or nothing about it was doubtful
   * @throws IllegalTransitionException if the order's status does not allow it
   */
  public List<OrderNews> confirm(ConfirmOrder command) {
    Order order = orders.lock(command);
    if (order.doubts().isEmpty()) {
      if (order.status().isPaid()) {
        return List.of();
      }
      throw new PermanentException(
          "nothing-to-confirm", "Only a restored order that is in doubt can be confirmed");
    }
    List<OrderNews> news = moves.apply(OrderEvent.PAYMENT_CONFIRMED, order, null);
    orders.clearDoubts(order.seq());
    return news;
  }
}
