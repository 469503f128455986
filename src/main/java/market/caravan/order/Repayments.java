package market.caravan.order;

import java.util.List;
import org.springframework.stereotype.Component;

/** Moves orders whose money has been sent back, in the transaction of the route. */
@Component
public class Repayments {

  private final Orders orders;
  private final OrderHistory history;
  private final OrderMoves moves;

  Repayments(Orders orders, OrderHistory history, OrderMoves moves) {
    this.orders = orders;
    this.history = history;
    this.moves = moves;
  }

  /**
   * The order of this row, locked: whoever decides something about money that goes back locks it
   * first.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is none
   */
  public Order lock(long orderSeq) {
    return orders.lock(orderSeq);
  }

  /**
   * Nothing of an order is to go back any more: it was sent, settled otherwise, or was nothing.
   *
   * @param order locked
   * @param words what the customer is told, wherever the order stands
   */
  public List<OrderNews> repaid(Order order, String words) {
    return order.status() == OrderStatus.REFUND_DUE
        ? moves.apply(OrderEvent.REFUNDED, order, words)
        : List.of(tell(order, words));
  }

  /**
   * Something is to be said of money that goes back, and the order stays as it is.
   *
   * @param words what the customer is told
   */
  public OrderNews tell(Order order, String words) {
    history.told(order, words);
    return new OrderNews.StatusChanged(order, words);
  }
}
