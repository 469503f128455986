package market.caravan.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Product;
import market.caravan.lightning.Invoice;
import org.springframework.stereotype.Component;

/** The one door for every news of an invoice, whoever noticed; works in the route's transaction. */
@Component
public class Payments {

  private static final String NO_INVOICE =
      "The payment can't be taken at the moment, please place a new order later";

  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final Catalog catalog;

  Payments(Orders orders, Attempts attempts, OrderMoves moves, Catalog catalog) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.catalog = catalog;
  }

  /**
   * Moves the invoice's attempt and its order to what the node says. News of an invoice that is
   * none of ours, or that says nothing new, moves nothing.
   *
   * @throws PermanentException if the node's invoice is not the one that it was asked for
   */
  public List<OrderNews> record(Invoice invoice) {
    Optional<Long> orderSeq = attempts.orderToMove(invoice);
    if (orderSeq.isEmpty()) {
      return List.of();
    }
    Order order = orders.lock(orderSeq.get());
    return attempts
        .advance(invoice)
        .map(attempt -> moves.apply(event(attempt, invoice), order, null))
        .map(this::withAutoreplies)
        .orElse(List.of());
  }

  private static OrderEvent event(Attempt attempt, Invoice invoice) {
    return switch (invoice.state()) {
      case OPEN -> opened(attempt, invoice);
      case HELD -> OrderEvent.HELD;
      case SETTLED ->
          invoice.received().value() < attempt.amount().value()
              ? OrderEvent.SETTLED_SHORT
              : OrderEvent.SETTLED;
      case CANCELLED, EXPIRED -> OrderEvent.LAPSED;
    };
  }

  private static OrderEvent opened(Attempt attempt, Invoice invoice) {
    if (!invoice.amount().equals(attempt.amount())) {
      throw new PermanentException(
          "invoice-mismatch", "The node's invoice is not of the amount that it was asked for");
    }
    return OrderEvent.OPENED;
  }

  /** Adds to the news of a payment what is said once only of each product, by its once-key. */
  private List<OrderNews> withAutoreplies(List<OrderNews> news) {
    return news.stream()
        .flatMap(each -> Stream.concat(Stream.of(each), autoreplies(each)))
        .toList();
  }

  private Stream<OrderNews> autoreplies(OrderNews news) {
    Order order = news.order();
    if (order.status() != OrderStatus.PAID) {
      return Stream.empty();
    }
    List<String> products =
        order.receipt().products().stream().map(Receipt.Line::id).distinct().toList();
    return catalog.products(order.merchantId(), products).stream()
        .flatMap(product -> autoreply(order, product));
  }

  private static Stream<OrderNews> autoreply(Order order, Product product) {
    String text = product.autoreplyMessage();
    return product.useAutoreply() && text != null && !text.isBlank()
        ? Stream.of(new OrderNews.Autoreply(order, product.id(), text))
        : Stream.empty();
  }

  /** Refuses an order for which the node has made no invoice; a late call is no error. */
  public List<OrderNews> giveUp(long orderSeq) {
    Order order = orders.lock(orderSeq);
    return order.status() == OrderStatus.PLACED
        ? moves.apply(OrderEvent.NO_INVOICE, order.refusedBecause(NO_INVOICE), NO_INVOICE)
        : List.of();
  }

  /**
   * Ends the wait for a node that does not answer: the stock is free again. The invoice stays under
   * watch, and is the order's payment if the node ever says so.
   */
  public List<OrderNews> expire(long orderSeq) {
    Order order = orders.lock(orderSeq);
    return order.status() == OrderStatus.AWAITING_PAYMENT
        ? moves.apply(OrderEvent.UNANSWERED, order, null)
        : List.of();
  }
}
