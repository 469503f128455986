package market.caravan.order;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import market.caravan.PermanentException;
import org.springframework.stereotype.Component;

/** Cancels orders, for their customers and for their merchants, in the transaction of the route. */
@Component
public class Cancellation {

  private static final String ARRIVING =
      "Your payment is just arriving, so the order can't be cancelled.";
  private static final String ASKED =
      "Your order is paid already: the merchant will read that you would like to cancel it.";
  private static final String SENT = "Your order has been shipped already.";

  private final Orders orders;
  private final OrderHistory history;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final CheckoutProperties properties;

  Cancellation(
      Orders orders,
      OrderHistory history,
      Attempts attempts,
      OrderMoves moves,
      CheckoutProperties properties) {
    this.orders = orders;
    this.history = history;
    this.attempts = attempts;
    this.moves = moves;
    this.properties = properties;
  }

  /**
   * Cancels what is not paid yet; of a paid order the merchant decides. An order that is not there
   * is nobody's: whoever reads the message will see.
   */
  List<OrderNews> withdraw(WithdrawOrder command) {
    Order order = orders.lockKnown(List.of(command.key())).get(command.key());
    if (order == null || isAskedTooOften(order)) {
      return List.of();
    }
    if (order.shipped()) {
      return tell(order, SENT);
    }
    if (attempts.isPaymentArriving(order.seq())) {
      return tell(order, ARRIVING);
    }
    String words = order.status().isPaid() ? ASKED : null;
    return moves.apply(OrderEvent.CANCELLED_BY_CUSTOMER, order, words);
  }

  private boolean isAskedTooOften(Order order) {
    Duration lately = Duration.ofMinutes(1);
    return history.count(order.seq(), OrderEvent.CANCELLED_BY_CUSTOMER, lately)
        >= properties.maxRepliesPerMinute();
  }

  private List<OrderNews> tell(Order order, String words) {
    history.remember(
        List.of(
            new OrderHistory.Line(
                order.seq(), OrderEvent.CANCELLED_BY_CUSTOMER.name(), order.status(), words)));
    return List.of(new OrderNews.StatusChanged(order, words));
  }

  /**
   * Cancels an order, even a paid one as long as nothing of it was delivered: then the money goes
   * back. Cancelled before, it is cancelled already.
   *
   * @throws PermanentException if there is no such order, its payment is just arriving, something
   *     of it was delivered, or it was restored and its money may have gone back already
   * @throws IllegalTransitionException if the order's status does not allow it
   */
  public List<OrderNews> cancel(CancelOrder command) {
    Order order = orders.lock(command);
    order.requireNo(EnumSet.of(Doubt.PAYMENT_TAKEN_BACK));
    if (attempts.isPaymentArriving(order.seq())) {
      throw PaymentArriving.conflict();
    }
    if (order.shipped() || (order.status().isPaid() && history.isDelivered(order.seq()))) {
      throw new PermanentException(
          "order-delivered", "Something of the order was delivered already: refund it instead");
    }
    return moves.apply(
        List.of(
            new Happening(
                OrderEvent.CANCELLED_BY_MERCHANT,
                order,
                command.message(),
                order.status().isPaid() ? attempts.paid(order) : null,
                null)));
  }
}
