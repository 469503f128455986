package market.caravan.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import market.caravan.PermanentException;
import market.caravan.Rounds;
import market.caravan.inventory.Inventory;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The one door for every news of an invoice, whoever noticed; works in the route's transaction. */
@Component
public class Payments {

  private static final String NO_INVOICE =
      "The payment can't be taken at the moment, please place a new order later";

  private static final String GIVEN_BACK =
      "The order is not waiting for this payment: it was given back, you are not charged for it.";

  private static final String NOT_TAKEN =
      "Your payment could not be taken: it is given back, you are not charged for it. Please ask for"
          + " another invoice.";

  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final Inventory inventory;
  private final PaymentProperties policies;
  private final WalletNews walletNews;
  private final Autoreplies autoreplies;

  Payments(
      Orders orders,
      Attempts attempts,
      OrderMoves moves,
      Inventory inventory,
      Autoreplies autoreplies,
      PaymentProperties policies,
      WalletNews walletNews) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.inventory = inventory;
    this.autoreplies = autoreplies;
    this.policies = policies;
    this.walletNews = walletNews;
  }

  /**
   * Moves the invoices' attempts and their orders to what the node says. News of an invoice that is
   * none of ours, or that says nothing new, moves nothing.
   *
   * @throws PermanentException if an invoice of the node's is not the one that it was asked for
   */
  public List<OrderNews> record(List<Invoice> invoices) {
    Map<PaymentHash, Long> toMove = attempts.ordersToMove(invoices);
    walletNews.countUnknown(invoices, toMove.keySet());
    List<Invoice> words =
        invoices.stream().filter(invoice -> toMove.containsKey(invoice.paymentHash())).toList();
    lockStock(words, toMove);
    List<OrderNews> news = new ArrayList<>();
    for (List<Invoice> round : Rounds.of(words, invoice -> toMove.get(invoice.paymentHash()))) {
      news.addAll(recordRound(round, toMove));
    }
    return autoreplies.with(news);
  }

  /**
   * Takes an invoice that a node has made under a payment hash of its own: from now on that is the
   * attempt's. The first one is; another one moves nothing, and nobody is shown it.
   *
   * @throws PermanentException if the invoice is not of the amount that was asked for
   */
  public List<OrderNews> adopt(Attempt attempt, Invoice invoice) {
    Order unused = orders.lock(attempt.orderSeq());
    attempts.adopt(attempt.paymentHash(), invoice.paymentHash());
    return record(List.of(invoice));
  }

  /** Of all the words that may take pieces or release them, before the first of them does. */
  private void lockStock(List<Invoice> words, Map<PaymentHash, Long> toMove) {
    List<Long> stirred =
        words.stream()
            .filter(invoice -> invoice.state() != Invoice.State.OPEN)
            .map(invoice -> toMove.get(invoice.paymentHash()))
            .toList();
    if (stirred.size() > 1) {
      orders.lock(toMove.values());
      inventory.lockProductsOf(stirred);
    }
  }

  /** What is said of different orders. */
  private List<OrderNews> recordRound(List<Invoice> invoices, Map<PaymentHash, Long> toMove) {
    Map<Long, Order> locked =
        orders.lock(invoices.stream().map(invoice -> toMove.get(invoice.paymentHash())).toList());
    Map<PaymentHash, Attempt> advanced = attempts.advance(invoices);
    List<Happening> happenings = new ArrayList<>();
    for (Invoice invoice : invoices) {
      Attempt attempt = advanced.get(invoice.paymentHash());
      if (attempt != null) {
        Order order = Objects.requireNonNull(locked.get(attempt.orderSeq()));
        OrderEvent event = event(order, attempt, invoice);
        String words = words(event, order.status());
        happenings.add(new Happening(event, order, words, attempt, null));
      }
    }
    return moves.apply(happenings);
  }

  private OrderEvent event(Order order, Attempt attempt, Invoice invoice) {
    boolean current = attempt.isCurrent(order);
    return switch (invoice.state()) {
      case OPEN -> opened(current, attempt, invoice);
      case HELD -> held(current, attempt);
      case SETTLED -> policies.settled(order.key().merchant(), attempt);
      case CANCELLED, EXPIRED -> current ? OrderEvent.LAPSED : OrderEvent.LAPSED_SUPERSEDED;
    };
  }

  /** What the customer is told of it; null for the usual words. */
  private static @Nullable String words(OrderEvent event, OrderStatus status) {
    if (event == OrderEvent.HELD_WITHOUT_SECRET) {
      return NOT_TAKEN;
    }
    return event == OrderEvent.HELD
            && Transitions.outcome(event, status).node() == Outcome.Node.CANCEL
        ? GIVEN_BACK
        : null;
  }

  private static OrderEvent held(boolean current, Attempt attempt) {
    if (!current) {
      return OrderEvent.HELD_SUPERSEDED;
    }
    return attempt.preimage() == null ? OrderEvent.HELD_WITHOUT_SECRET : OrderEvent.HELD;
  }

  private static OrderEvent opened(boolean current, Attempt attempt, Invoice invoice) {
    if (!invoice.amount().equals(attempt.amount())) {
      throw new PermanentException(
          "invoice-mismatch", "The node's invoice is not of the amount that it was asked for");
    }
    return current ? OrderEvent.OPENED : OrderEvent.OPENED_SUPERSEDED;
  }

  /** Refuses an order for which the node has made no invoice; a late call is no error. */
  public List<OrderNews> giveUp(long orderSeq) {
    Order order = orders.lock(orderSeq);
    if (order.status() != OrderStatus.PLACED) {
      return List.of();
    }
    Attempt attempt = Objects.requireNonNull(attempts.current(List.of(orderSeq)).get(orderSeq));
    if (attempt.state() != null || attempt.instruction() != null) {
      return List.of();
    }
    return attempt.number() == 1
        ? moves.apply(OrderEvent.NO_INVOICE, order.refusedBecause(NO_INVOICE), NO_INVOICE)
        : moves.apply(OrderEvent.NO_NEW_INVOICE, order, NO_INVOICE);
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
