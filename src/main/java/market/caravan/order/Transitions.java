package market.caravan.order;

import static market.caravan.order.OrderEvent.CONTRADICTED;
import static market.caravan.order.OrderEvent.HELD;
import static market.caravan.order.OrderEvent.LAPSED;
import static market.caravan.order.OrderEvent.NO_INVOICE;
import static market.caravan.order.OrderEvent.OPENED;
import static market.caravan.order.OrderEvent.REPEATED;
import static market.caravan.order.OrderEvent.SETTLED;
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
import static market.caravan.order.OrderStatus.REFUNDED;
import static market.caravan.order.OrderStatus.REFUND_DUE;
import static market.caravan.order.OrderStatus.REJECTED;
import static market.caravan.order.Outcome.Answer.NONE;
import static market.caravan.order.Outcome.Answer.PAYMENT_REQUEST;
import static market.caravan.order.Outcome.Answer.REFUSAL;
import static market.caravan.order.Outcome.Answer.STATUS;
import static market.caravan.order.Outcome.Answer.WHAT_STANDS;
import static market.caravan.order.Outcome.Stock.COMMIT;
import static market.caravan.order.Outcome.Stock.RELEASE;
import static market.caravan.order.Outcome.Stock.UNCHANGED;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of an order's life, as docs/order-lifecycle.md shows it; a pair outside is illegal. */
public final class Transitions {

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

    table.on(OPENED, PLACED).moves(AWAITING_PAYMENT, UNCHANGED, PAYMENT_REQUEST);
    table.on(OPENED, PAID).stays(NONE);
    table
        .on(OPENED, AWAITING_PAYMENT, REJECTED, EXPIRED, CANCELLED, REFUND_DUE, REFUNDED)
        .staysAndCancelsInvoice();

    table.on(SOLD_OUT, PLACED).moves(REJECTED, UNCHANGED, REFUSAL);
    table.on(NO_INVOICE, PLACED).movesAndCancelsInvoice(REJECTED, RELEASE, REFUSAL);

    table.on(HELD, OrderStatus.values()).staysAndCancelsInvoice();

    table.on(SETTLED, PLACED, AWAITING_PAYMENT, EXPIRED).moves(PAID, COMMIT, STATUS);
    table.on(SETTLED, CANCELLED, REJECTED).moves(REFUND_DUE, RELEASE, STATUS);
    table.on(SETTLED, PAID, REFUND_DUE, REFUNDED).stays(STATUS);
    table
        .on(SETTLED_SOLD_OUT, PLACED, AWAITING_PAYMENT, EXPIRED)
        .moves(REFUND_DUE, RELEASE, STATUS);

    table
        .on(SETTLED_SHORT, PLACED, AWAITING_PAYMENT, EXPIRED, CANCELLED, REJECTED)
        .moves(REFUND_DUE, RELEASE, STATUS);
    table.on(SETTLED_SHORT, PAID, REFUND_DUE, REFUNDED).stays(STATUS);

    table.on(LAPSED, PLACED, AWAITING_PAYMENT).moves(EXPIRED, RELEASE, STATUS);
    table.on(LAPSED, PAID, REJECTED, EXPIRED, CANCELLED, REFUND_DUE, REFUNDED).stays(NONE);

    table.on(UNANSWERED, AWAITING_PAYMENT).moves(EXPIRED, RELEASE, STATUS);

    table.on(SHIPPED, PAID).moves(PAID, COMMIT, STATUS);
    table.on(SHIPPED_UNPAID, PLACED).moves(PLACED, COMMIT, STATUS);
    table.on(SHIPPED_UNPAID, AWAITING_PAYMENT).moves(AWAITING_PAYMENT, COMMIT, STATUS);
    table.on(SHIPPED_UNPAID, EXPIRED).moves(EXPIRED, COMMIT, STATUS);
    table.on(UNSHIPPED, PAID).stays(STATUS);

    table.on(REPEATED, PLACED).stays(NONE);
    table
        .on(REPEATED, AWAITING_PAYMENT, PAID, REJECTED, EXPIRED, CANCELLED, REFUND_DUE, REFUNDED)
        .stays(WHAT_STANDS);
    table.on(CONTRADICTED, OrderStatus.values()).stays(REFUSAL);
    return table.rows;
  }

  /** Reads as a sentence: on an event in these statuses, the order moves or stays. */
  private static final class Table {

    private final Map<OrderEvent, Map<OrderStatus, Outcome>> rows = new EnumMap<>(OrderEvent.class);

    Cells on(OrderEvent event, OrderStatus... statuses) {
      return new Cells(
          rows.computeIfAbsent(event, e -> new EnumMap<>(OrderStatus.class)), List.of(statuses));
    }
  }

  private record Cells(Map<OrderStatus, Outcome> row, List<OrderStatus> statuses) {

    void moves(OrderStatus to, Outcome.Stock stock, Outcome.Answer answer) {
      put(to, stock, false, answer);
    }

    void movesAndCancelsInvoice(OrderStatus to, Outcome.Stock stock, Outcome.Answer answer) {
      put(to, stock, true, answer);
    }

    void stays(Outcome.Answer answer) {
      for (OrderStatus status : statuses) {
        row.put(status, new Outcome(status, UNCHANGED, false, answer));
      }
    }

    void staysAndCancelsInvoice() {
      for (OrderStatus status : statuses) {
        row.put(status, new Outcome(status, UNCHANGED, true, NONE));
      }
    }

    private void put(OrderStatus to, Outcome.Stock stock, boolean cancels, Outcome.Answer answer) {
      for (OrderStatus status : statuses) {
        row.put(status, new Outcome(to, stock, cancels, answer));
      }
    }
  }
}
