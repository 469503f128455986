package market.caravan.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Product;
import market.caravan.inventory.Inventory;
import market.caravan.lightning.Invoice;
import org.springframework.stereotype.Component;

/** The one door for every news of an invoice, whoever noticed; works in the route's transaction. */
@Component
public class Payments {

  private static final String NO_INVOICE =
      "The payment can't be taken at the moment, please order again later";

  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final Inventory inventory;
  private final Catalog catalog;

  Payments(
      Orders orders, Attempts attempts, OrderMoves moves, Inventory inventory, Catalog catalog) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /**
   * Moves the invoice's attempt and its order to what the node says. News of an invoice that is
   * none of ours, or that says nothing new, moves nothing.
   *
   * @throws PermanentException if the node's invoice is not the one that it was asked for
   */
  public List<OrderNews> record(Invoice invoice) {
    Optional<Long> orderSeq = attempts.orderOf(invoice.paymentHash());
    if (orderSeq.isEmpty()) {
      return List.of();
    }
    Order order = orders.lock(orderSeq.get());
    Optional<Attempt> advanced = attempts.advance(invoice);
    if (advanced.isEmpty()) {
      return List.of();
    }
    if (!advanced.get().matches(invoice)) {
      throw new PermanentException(
          "invoice-mismatch", "The node's invoice is not of the amount that it was asked for");
    }
    return switch (invoice.state()) {
      case OPEN -> moves.apply(OrderEvent.OPENED, order, null);
      case HELD -> List.of();
      case SETTLED -> settle(order);
      case CANCELLED, EXPIRED -> moves.apply(OrderEvent.LAPSED, order, null);
    };
  }

  private List<OrderNews> settle(Order order) {
    boolean payable =
        switch (order.status()) {
          case PLACED, AWAITING_PAYMENT, EXPIRED -> true;
          case PAID, REJECTED, CANCELLED, REFUND_DUE, REFUNDED -> false;
        };
    boolean soldOut = payable && !inventory.commit(order.seq(), order.merchantId());
    OrderEvent event = soldOut ? OrderEvent.SETTLED_SOLD_OUT : OrderEvent.SETTLED;
    List<OrderNews> news = new ArrayList<>(moves.apply(event, order, null));
    if (payable && !soldOut) {
      news.addAll(autoreplies(order.with(OrderStatus.PAID)));
    }
    return news;
  }

  private List<OrderNews> autoreplies(Order order) {
    Set<String> productIds =
        Set.copyOf(order.receipt().products().stream().map(Receipt.Line::id).toList());
    List<OrderNews> news = new ArrayList<>();
    for (Product product : catalog.goods(order.merchantId(), productIds).products()) {
      String text = product.autoreplyMessage();
      if (product.useAutoreply() && text != null && !text.isBlank()) {
        news.add(new OrderNews.Autoreply(order, product.id(), text));
      }
    }
    return news;
  }

  /** Refuses an order for which the node has made no invoice in time; a late call is no error. */
  public List<OrderNews> giveUp(long orderSeq) {
    Order order = orders.lock(orderSeq);
    return order.status() == OrderStatus.PLACED
        ? moves.apply(OrderEvent.NO_INVOICE, order.refusedBecause(NO_INVOICE), NO_INVOICE)
        : List.of();
  }
}
