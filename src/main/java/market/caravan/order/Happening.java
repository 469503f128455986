package market.caravan.order;

import java.util.Objects;
import java.util.Optional;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a locked order.
 *
 * @param words what the customer is told of it; null for the usual ones
 * @param attempt whose invoice or payment it is about; null where it is about none
 * @param part of the payment that goes back; null where the event says which
 */
record Happening(
    OrderEvent event,
    Order order,
    @Nullable String words,
    @Nullable Attempt attempt,
    @Nullable Msat part) {

  /** Less is more than any wallet can ask for. */
  private static final Msat LEAST_REFUND = Msat.ofSat(1);

  static Happening of(OrderEvent event, Order order, @Nullable String words) {
    return new Happening(event, order, words, null, null);
  }

  Outcome outcome() {
    return Transitions.outcome(event, order.status());
  }

  Order moved() {
    Order moved = order.with(outcome().status());
    boolean becomesPaid = moved.status().isPaid() && !order.status().isPaid();
    return becomesPaid && attempt != null ? moved.paidBy(attempt) : moved;
  }

  OrderHistory.Line historyLine() {
    return new OrderHistory.Line(order.seq(), event.name(), moved().status(), words);
  }

  /** The same, of which it has turned out that the stock is gone. */
  Happening because(OrderEvent other, @Nullable String newWords) {
    return new Happening(other, order, newWords, attempt, part);
  }

  /** Whether the order may have invoices besides the one that this is about. */
  boolean hasOtherInvoices() {
    return attempt == null || attempt.number() > 1 || !attempt.isCurrent(order);
  }

  /** The money that goes back, none of it where it is due and nothing is left; empty otherwise. */
  Optional<OrderNews.RefundDue> refund() {
    RefundReason reason = outcome().refund();
    if (reason == null) {
      return Optional.empty();
    }
    Attempt paid = Objects.requireNonNull(attempt, "Money goes back of a payment");
    Msat amount =
        switch (reason) {
          case OVERPAID -> paid.excess();
          case MERCHANT -> Objects.requireNonNullElse(part, paid.kept());
          case SOLD_OUT, UNDERPAID, PAID_TWICE, CANCELLED -> paid.kept();
        };
    if (amount.compareTo(LEAST_REFUND) >= 0) {
      return Optional.of(new OrderNews.RefundDue(moved(), paid.paymentHash(), amount, reason));
    }
    return moved().status() == OrderStatus.REFUND_DUE
        ? Optional.of(new OrderNews.RefundDue(moved(), paid.paymentHash(), Msat.ZERO, reason))
        : Optional.empty();
  }
}
