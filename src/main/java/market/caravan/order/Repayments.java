package market.caravan.order;

import java.util.List;
import org.springframework.stereotype.Component;

/** Moves orders whose money has been sent back, in the transaction of the route. */
@Component
public class Repayments {

  private final Orders orders;
  private final OrderMoves moves;

  Repayments(Orders orders, OrderMoves moves) {
    this.orders = orders;
    this.moves = moves;
  }

  /** All that an order had paid is back with its customer; known before, it is no news. */
  public List<OrderNews> repaid(long orderSeq) {
    Order order = orders.lock(orderSeq);
    return order.status() == OrderStatus.REFUND_DUE
        ? moves.apply(OrderEvent.REFUNDED, order, null)
        : List.of();
  }
}
