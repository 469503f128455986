package market.caravan.order;

import static market.caravan.order.OrderEvent.CANCELLED_BY_CUSTOMER;
import static market.caravan.order.OrderEvent.CANCELLED_BY_MERCHANT;
import static market.caravan.order.OrderEvent.CONTRADICTED;
import static market.caravan.order.OrderEvent.HELD;
import static market.caravan.order.OrderEvent.HELD_SOLD_OUT;
import static market.caravan.order.OrderEvent.HELD_SUPERSEDED;
import static market.caravan.order.OrderEvent.HELD_WITHOUT_SECRET;
import static market.caravan.order.OrderEvent.LAPSED;
import static market.caravan.order.OrderEvent.LAPSED_SUPERSEDED;
import static market.caravan.order.OrderEvent.NO_INVOICE;
import static market.caravan.order.OrderEvent.NO_NEW_INVOICE;
import static market.caravan.order.OrderEvent.OPENED;
import static market.caravan.order.OrderEvent.OPENED_SUPERSEDED;
import static market.caravan.order.OrderEvent.PAYMENT_CONFIRMED;
import static market.caravan.order.OrderEvent.REFUND_DECIDED;
import static market.caravan.order.OrderEvent.REFUND_DECIDED_IN_PART;
import static market.caravan.order.OrderEvent.REISSUED;
import static market.caravan.order.OrderEvent.REPEATED;
import static market.caravan.order.OrderEvent.SETTLED;
import static market.caravan.order.OrderEvent.SETTLED_OVER;
import static market.caravan.order.OrderEvent.SETTLED_SHORT;
import static market.caravan.order.OrderEvent.SETTLED_SOLD_OUT;
import static market.caravan.order.OrderEvent.SHIPPED;
import static market.caravan.order.OrderEvent.SHIPPED_UNPAID;
import static market.caravan.order.OrderEvent.SOLD_OUT;
import static market.caravan.order.OrderEvent.UNANSWERED;
import static market.caravan.order.OrderEvent.UNSHIPPED;
import static market.caravan.order.OrderStatus.AWAITING_PAYMENT;
import static market.caravan.order.OrderStatus.CANCELLED;
import static market.caravan.order.OrderStatus.EXPIRED;
import static market.caravan.order.OrderStatus.PAID;
import static market.caravan.order.OrderStatus.PLACED;
import static market.caravan.order.OrderStatus.REFUND_DUE;
import static market.caravan.order.OrderStatus.REJECTED;
import static market.caravan.order.Outcome.Answer.NONE;
import static market.caravan.order.Outcome.Answer.PAYMENT_REQUEST;
import static market.caravan.order.Outcome.Answer.REFUSAL;
import static market.caravan.order.Outcome.Answer.STATUS;
import static market.caravan.order.Outcome.Answer.WHAT_STANDS;
import static market.caravan.order.Outcome.Node.CANCEL;
import static market.caravan.order.Outcome.Node.CANCEL_ALL;
import static market.caravan.order.Outcome.Node.CANCEL_OTHERS;
import static market.caravan.order.Outcome.Node.NOTHING;
import static market.caravan.order.Outcome.Node.SETTLE;
import static market.caravan.order.Outcome.Stock.COMMIT;
import static market.caravan.order.Outcome.Stock.RELEASE;
import static market.caravan.order.Outcome.Stock.RETURN;
import static market.caravan.order.Outcome.Stock.SECURE;
import static market.caravan.order.Outcome.Stock.UNCHANGED;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The table of an order's life, as docs/order-lifecycle.md shows it; a pair outside is illegal. */
public final class Transitions {

  /** The statuses in which an order can still be paid for. */
  private static final OrderStatus[] UNPAID = {PLACED, AWAITING_PAYMENT, EXPIRED};

  private static final Map<OrderEvent, Map<OrderStatus, Outcome>> TABLE = table();

  private Transitions() {}

  /**
   * What the event makes of an order in this status.
   *
   * @throws IllegalTransitionException if the table has no such pair
   */
  public static Outcome outcome(OrderEvent event, OrderStatus status) {
    return find(event, status).orElseThrow(() -> new IllegalTransitionException(event, status));
  }

  /** The table's cell; empty where the event is illegal in this status. */
  static Optional<Outcome> find(OrderEvent event, OrderStatus status) {
    return Optional.ofNullable(TABLE.getOrDefault(event, Map.of()).get(status));
  }

  private static Map<OrderEvent, Map<OrderStatus, Outcome>> table() {
    Table table = new Table();
    invoices(table);
    payments(table);
    decisions(table);
    messages(table);
    return table.rows;
  }

  private static void invoices(Table table) {
    table.on(OPENED, PLACED).moves(AWAITING_PAYMENT).tells(PAYMENT_REQUEST);
    table.on(OPENED, allBut(PLACED)).node(CANCEL);
    table.on(OPENED_SUPERSEDED, OrderStatus.values()).node(CANCEL);

    table.on(SOLD_OUT, PLACED).moves(REJECTED).tells(REFUSAL);
    table.on(NO_INVOICE, PLACED).moves(REJECTED).stock(RELEASE).node(CANCEL_ALL).tells(REFUSAL);
    table.on(NO_NEW_INVOICE, PLACED).moves(EXPIRED).stock(RELEASE).node(CANCEL_ALL).tells(REFUSAL);

    table.on(REISSUED, UNPAID).moves(PLACED).stock(SECURE).node(CANCEL_ALL);
    table.on(REISSUED, REJECTED).moves(PLACED).stock(SECURE).node(CANCEL_ALL);

    table.on(LAPSED, PLACED, AWAITING_PAYMENT).moves(EXPIRED).stock(RELEASE).tells(STATUS);
    table.on(LAPSED, allBut(PLACED, AWAITING_PAYMENT));
    table.on(LAPSED_SUPERSEDED, OrderStatus.values());
    table.on(UNANSWERED, AWAITING_PAYMENT).moves(EXPIRED).stock(RELEASE).tells(STATUS);
  }

  private static void payments(Table table) {
    table.on(HELD, UNPAID).stock(SECURE).node(SETTLE);
    table.on(HELD, allBut(UNPAID)).node(CANCEL).tells(STATUS);
    table.on(HELD_SOLD_OUT, UNPAID).moves(EXPIRED).stock(RELEASE).node(CANCEL).tells(STATUS);
    table.on(HELD_SUPERSEDED, OrderStatus.values()).node(CANCEL);
    table.on(HELD_WITHOUT_SECRET, OrderStatus.values()).node(CANCEL).tells(STATUS);
    table.on(HELD_WITHOUT_SECRET, UNPAID).moves(EXPIRED).stock(RELEASE);

    for (OrderEvent settled : List.of(SETTLED, SETTLED_OVER)) {
      table.on(settled, UNPAID).moves(PAID).stock(COMMIT).node(CANCEL_OTHERS).tells(STATUS);
      table
          .on(settled, CANCELLED, REJECTED)
          .moves(REFUND_DUE)
          .stock(RELEASE)
          .node(CANCEL_OTHERS)
          .refunds(RefundReason.CANCELLED)
          .tells(STATUS);
    }
    table.on(SETTLED_OVER, UNPAID).refunds(RefundReason.OVERPAID);
    table
        .on(SETTLED_SOLD_OUT, UNPAID)
        .moves(REFUND_DUE)
        .stock(RELEASE)
        .node(CANCEL_OTHERS)
        .refunds(RefundReason.SOLD_OUT)
        .tells(STATUS);
    table
        .on(SETTLED_SHORT, PLACED, AWAITING_PAYMENT, EXPIRED, CANCELLED, REJECTED)
        .moves(REFUND_DUE)
        .stock(RELEASE)
        .node(CANCEL_OTHERS)
        .refunds(RefundReason.UNDERPAID)
        .tells(STATUS);
    for (OrderEvent settled : List.of(SETTLED, SETTLED_OVER, SETTLED_SHORT)) {
      table
          .on(settled, PAID, REFUND_DUE, OrderStatus.REFUNDED)
          .refunds(RefundReason.PAID_TWICE)
          .tells(STATUS);
    }
    table.on(OrderEvent.REFUNDED, REFUND_DUE).moves(OrderStatus.REFUNDED).tells(STATUS);
  }

  private static void decisions(Table table) {
    for (OrderEvent cancelled : List.of(CANCELLED_BY_CUSTOMER, CANCELLED_BY_MERCHANT)) {
      table.on(cancelled, UNPAID).moves(CANCELLED).stock(RELEASE).node(CANCEL_ALL).tells(STATUS);
    }
    table.on(CANCELLED_BY_CUSTOMER, allBut(UNPAID)).tells(WHAT_STANDS);
    table
        .on(CANCELLED_BY_MERCHANT, PAID)
        .moves(REFUND_DUE)
        .stock(RETURN)
        .refunds(RefundReason.CANCELLED)
        .tells(STATUS);
    table.on(CANCELLED_BY_MERCHANT, CANCELLED).node(CANCEL_ALL);
    table
        .on(REFUND_DECIDED, PAID)
        .moves(REFUND_DUE)
        .stock(RETURN)
        .refunds(RefundReason.MERCHANT)
        .tells(STATUS);
    table.on(REFUND_DECIDED_IN_PART, PAID).refunds(RefundReason.MERCHANT).tells(STATUS);

    table.on(PAYMENT_CONFIRMED, AWAITING_PAYMENT, EXPIRED).moves(PAID).node(CANCEL_ALL);
    table.on(PAYMENT_CONFIRMED, PAID);

    table.on(SHIPPED, PAID).stock(COMMIT).tells(STATUS);
    table.on(SHIPPED_UNPAID, UNPAID).stock(COMMIT).tells(STATUS);
    table.on(UNSHIPPED, PAID).tells(STATUS);
  }

  private static void messages(Table table) {
    table.on(REPEATED, PLACED);
    table.on(REPEATED, allBut(PLACED)).tells(WHAT_STANDS);
    table.on(CONTRADICTED, OrderStatus.values()).tells(REFUSAL);
  }

  private static OrderStatus[] allBut(OrderStatus... some) {
    return EnumSet.complementOf(EnumSet.copyOf(List.of(some))).toArray(OrderStatus[]::new);
  }

  /** Reads as a sentence: on an event in these statuses, the order moves, and so on. */
  private static final class Table {

    private final Map<OrderEvent, Map<OrderStatus, Outcome>> rows = new EnumMap<>(OrderEvent.class);

    /** The order stays as it is, and nothing else happens, as long as nothing else is said. */
    Cells on(OrderEvent event, OrderStatus... statuses) {
      Map<OrderStatus, Outcome> row =
          rows.computeIfAbsent(event, e -> new EnumMap<>(OrderStatus.class));
      for (OrderStatus status : statuses) {
        row.putIfAbsent(status, new Outcome(status, UNCHANGED, NOTHING, null, NONE));
      }
      return new Cells(row, List.of(statuses));
    }
  }

  private record Cells(Map<OrderStatus, Outcome> row, List<OrderStatus> statuses) {

    Cells moves(OrderStatus to) {
      return each(o -> new Outcome(to, o.stock(), o.node(), o.refund(), o.answer()));
    }

    Cells stock(Outcome.Stock stock) {
      return each(o -> new Outcome(o.status(), stock, o.node(), o.refund(), o.answer()));
    }

    Cells node(Outcome.Node node) {
      return each(o -> new Outcome(o.status(), o.stock(), node, o.refund(), o.answer()));
    }

    Cells refunds(RefundReason reason) {
      return each(o -> new Outcome(o.status(), o.stock(), o.node(), reason, o.answer()));
    }

    Cells tells(Outcome.Answer answer) {
      return each(o -> new Outcome(o.status(), o.stock(), o.node(), o.refund(), answer));
    }

    private Cells each(UnaryOperator<Outcome> change) {
      statuses.forEach(status -> row.computeIfPresent(status, (s, o) -> change.apply(o)));
      return this;
    }
  }
}
