package market.caravan.order;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
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
  private final Attempts attempts;
  private final OrderMoves moves;
  private final Catalog catalog;
  private final CheckoutProperties properties;

  Cancellation(
      Orders orders,
      Attempts attempts,
      OrderMoves moves,
      Catalog catalog,
      CheckoutProperties properties) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.catalog = catalog;
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
    return orders.count(order.seq(), OrderEvent.CANCELLED_BY_CUSTOMER, lately)
        >= properties.maxRepliesPerMinute();
  }

  private List<OrderNews> tell(Order order, String words) {
    orders.remember(
        List.of(
            new Orders.HistoryLine(
                order.seq(), OrderEvent.CANCELLED_BY_CUSTOMER.name(), order.status(), words)));
    return List.of(new OrderNews.StatusChanged(order, words));
  }

  /**
   * Cancels an order, even a paid one as long as nothing of it was delivered: then the money goes
   * back. Cancelled before, it is cancelled already.
   *
   * @throws PermanentException if there is no such order, its payment is just arriving, or
   *     something of it was delivered
   * @throws IllegalTransitionException if the order's status does not allow it
   */
  public List<OrderNews> cancel(CancelOrder command) {
    Order order = orders.lock(command);
    if (attempts.isPaymentArriving(order.seq())) {
      throw PaymentArriving.conflict();
    }
    if (order.shipped() || (order.status().isPaid() && isDelivered(order))) {
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

  /** What a product says by itself to everyone who bought it is its delivery. */
  private boolean isDelivered(Order order) {
    Set<String> ids =
        order.receipt().products().stream().map(Receipt.Line::id).collect(Collectors.toSet());
    Goods goods = catalog.products(Map.of(order.merchantId(), ids)).get(order.merchantId());
    return goods != null
        && ids.stream()
            .flatMap(id -> goods.product(id).stream())
            .anyMatch(product -> product.autoreply().isPresent());
  }
}
