package market.caravan.order;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.order.Orders.timestamp;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What has happened to orders, in the transaction of whoever lets it; lines are only ever added.
 */
@Repository
class OrderHistory {

  private final JdbcClient jdbc;
  private final Clock clock;

  OrderHistory(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A line of an order's history.
   *
   * @param status the order's status from then on
   * @param detail what was said with it; null where nothing was
   */
  record Line(long seq, String event, OrderStatus status, @Nullable String detail) {}

  /** Appends to the orders' histories. */
  void remember(List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO order_history (order_seq, at, event, status, detail)
            SELECT seq, :now, event, status, detail
            FROM unnest(:seqs, :events, :statuses, :details) AS line (seq, event, status, detail)
            """)
        .param("seqs", numbers(lines, Line::seq))
        .param("now", timestamp(clock.instant()))
        .param("events", texts(lines, Line::event))
        .param("statuses", texts(lines, line -> line.status().name()))
        .param("details", texts(lines, Line::detail))
        .update();
  }

  /** Appends that a customer was told something of an order that stays as it is. */
  void told(Order order, String words) {
    remember(List.of(new Line(order.seq(), "TOLD", order.status(), words)));
  }

  /** Appends that the merchant stands by an order that was in doubt, and not for its payment. */
  void confirmed(Order order) {
    remember(List.of(new Line(order.seq(), "CONFIRMED", order.status(), null)));
  }

  /** What was said last with an event of the order; empty where nothing ever was. */
  Optional<String> lastWords(long seq) {
    return jdbc.sql(
            """
            SELECT detail FROM order_history WHERE order_seq = :seq AND detail IS NOT NULL
            ORDER BY seq DESC LIMIT 1
            """)
        .param("seq", seq)
        .query(String.class)
        .optional();
  }

  /** How often this has happened to the order lately. */
  int count(long seq, OrderEvent event, Duration lately) {
    return jdbc.sql(
            """
            SELECT count(*) FROM order_history
            WHERE order_seq = :seq AND event = :event AND at > :since
            """)
        .param("seq", seq)
        .param("event", event.name())
        .param("since", timestamp(clock.instant().minus(lately)))
        .query(Integer.class)
        .single();
  }

  /** Appends, once, that the customers got what their products say to whoever has paid. */
  void delivered(Collection<Long> seqs) {
    if (seqs.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO order_history (order_seq, at, event, status)
            SELECT seq, :now, 'DELIVERED', :paid FROM unnest(:seqs) AS seq
            WHERE NOT EXISTS (SELECT FROM order_history before
              WHERE before.order_seq = seq AND before.event = 'DELIVERED')
            """)
        .param("seqs", seqs.toArray(Long[]::new))
        .param("now", timestamp(clock.instant()))
        .param("paid", OrderStatus.PAID.name())
        .update();
  }

  /** Whether something of the order was delivered by a message. */
  boolean isDelivered(long seq) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM order_history
              WHERE order_seq = :seq AND event = 'DELIVERED')
            """)
        .param("seq", seq)
        .query(Boolean.class)
        .single();
  }
}
