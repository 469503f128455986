package market.caravan.order;

import java.util.List;
import market.caravan.PermanentException;
import org.springframework.stereotype.Component;

/** Settles with the merchant what is doubtful about restored orders, in the route's transaction. */
@Component("confirmation")
public class Confirmation {

  private final Orders orders;
  private final OrderHistory history;
  private final OrderMoves moves;
  private final Autoreplies autoreplies;

  Confirmation(Orders orders, OrderHistory history, OrderMoves moves, Autoreplies autoreplies) {
    this.orders = orders;
    this.history = history;
    this.moves = moves;
    this.autoreplies = autoreplies;
  }

  /**
   * Takes the merchant's word for it that the order is what was ordered, and is paid where that was
   * claimed: no other doubt makes one paid that is not. Confirmed before, it is confirmed already.
   * What its products tell goes out now, if it was paid while it was in doubt.
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
    boolean isOfPayment =
        order.status() == OrderStatus.PAID || order.doubts().contains(Doubt.PAYMENT_CLAIMED);
    orders.clearDoubts(order.seq());
    if (!isOfPayment) {
      history.confirmed(order);
      return List.of();
    }
    List<OrderNews> news = moves.apply(OrderEvent.PAYMENT_CONFIRMED, order, null);
    return order.status() == OrderStatus.PAID ? autoreplies.lateFor(order) : news;
  }
}
