package market.caravan.order;

import java.util.EnumSet;
import java.util.List;
import market.caravan.PermanentException;
import market.caravan.money.Msat;
import org.springframework.stereotype.Component;

/** Decides with the merchant that money of a paid order goes back, in the route's transaction. */
@Component("goodwillRefund")
public class GoodwillRefund {

  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;

  GoodwillRefund(Orders orders, Attempts attempts, OrderMoves moves) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
  }

  /**
   * Decided before, by the same name, it is decided already. All of the money, which puts what was
   * not shipped back on the shelf, or a part of it.
   *
   * @throws PermanentException if there is no such order, there is not that much of its money left,
   *     or it was restored and its money may have gone back already
   * @throws IllegalTransitionException if the order is not paid
   */
  public List<OrderNews> refund(RefundOrder command) {
    Order order = orders.lock(command);
    if (!orders.decideRefund(order.seq(), command.name())) {
      return List.of();
    }
    order.requireNo(EnumSet.of(Doubt.PAYMENT_TAKEN_BACK));
    Msat amount = command.amount();
    OrderEvent event =
        amount == null ? OrderEvent.REFUND_DECIDED : OrderEvent.REFUND_DECIDED_IN_PART;
    Transitions.outcome(event, order.status());
    Attempt paid = attempts.paid(order);
    if (amount != null && amount.compareTo(paid.kept()) > 0) {
      throw new PermanentException(
          "refund-too-large",
          "A refund is of no more than what was paid and has not gone back yet: leave the amount out"
              + " to give all of that");
    }
    return moves.apply(List.of(new Happening(event, order, command.message(), paid, amount)));
  }
}
