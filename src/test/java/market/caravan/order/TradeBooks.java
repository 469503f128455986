package market.caravan.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stands in the tables of one merchant.
 *
 * @param orders by their ids
 * @param shelves the limited products, by theirs
 * @param paidFirst whether payments are held, and stock only once one is
 */
record TradeBooks(
    SortedMap<String, Entry> orders, SortedMap<String, Shelf> shelves, boolean paidFirst) {

  /**
   * An order.
   *
   * @param current which of its invoices is its own: the newest, or the one that was paid; 0 for
   *     none
   * @param tries its invoices, the first one first
   * @param events how many rows its history has, of which {@code event} is the latest
   * @param pieces what it has reserved, by product
   */
  record Entry(
      OrderStatus status,
      int current,
      List<Try> tries,
      boolean shipped,
      int events,
      String event,
      SortedMap<String, Piece> pieces) {

    Entry after(String event, OrderStatus status) {
      return new Entry(status, current, tries, shipped, events + 1, event, pieces);
    }

    Entry with(SortedMap<String, Piece> pieces) {
      return new Entry(status, current, tries, shipped, events, event, pieces);
    }

    Entry shipped(boolean shipped) {
      return new Entry(status, current, tries, shipped, events, event, pieces);
    }

    Entry with(int current, List<Try> tries) {
      return new Entry(status, current, tries, shipped, events, event, pieces);
    }

    /** With one of its invoices in another state. */
    Entry with(int number, Try invoice) {
      List<Try> changed = new ArrayList<>(tries);
      changed.set(number - 1, invoice);
      return with(current, changed);
    }

    Try invoice(int number) {
      return tries.get(number - 1);
    }

    boolean isArriving() {
      return tries.stream().anyMatch(invoice -> Objects.equals(invoice.instruction(), "SETTLE"));
    }

    /** What of all the money that came does not go back. */
    long kept() {
      return tries.stream()
          .filter(invoice -> invoice.state().equals("SETTLED"))
          .mapToLong(invoice -> invoice.received() - invoice.refund())
          .sum();
    }
  }

  /** An invoice of an order. */
  record Try(String state, long received, long refund, @Nullable String instruction) {

    boolean isFinal() {
      return state.matches("SETTLED|CANCELLED|EXPIRED");
    }

    Try told(String instruction) {
      return isFinal() || Objects.equals(this.instruction, "SETTLE")
          ? this
          : new Try(state, received, refund, instruction);
    }

    Try refunded(long more) {
      return new Try(state, received, refund + more, instruction);
    }
  }

  /** A reservation. */
  record Piece(long quantity, String state) {}

  record Shelf(long quantity, long reserved) {}

  static TradeBooks read(JdbcClient jdbc, Trade trade) {
    String merchant = trade.merchant();
    SortedMap<String, Entry> orders = new TreeMap<>();
    for (Row row : rows(jdbc, merchant)) {
      orders.put(row.id(), row.entry(tries(jdbc, row.seq()), pieces(jdbc, row.seq())));
    }
    return new TradeBooks(orders, shelves(jdbc, merchant), trade.holdsPayments());
  }

  private static Iterable<Row> rows(JdbcClient jdbc, String merchant) {
    return jdbc.sql(
            """
            SELECT o.id, o.seq, o.status, coalesce((SELECT attempt FROM invoice i
                WHERE i.payment_hash = o.invoice_id AND i.order_seq = o.seq
                  AND i.amount_msat = o.total_msat), 0) AS current,
              CASE WHEN o.shipped = EXISTS (
                SELECT FROM shipment s WHERE s.order_seq = o.seq AND undone_at IS NULL)
                THEN o.shipped END AS shipped,
              (SELECT count(*) FROM order_history h WHERE h.order_seq = o.seq) AS events,
              (SELECT event FROM order_history h WHERE h.order_seq = o.seq
               ORDER BY h.seq DESC LIMIT 1) AS event
            FROM orders o WHERE o.merchant_id = :merchant
            """)
        .param("merchant", merchant)
        .query(Row.class)
        .list();
  }

  private static List<Try> tries(JdbcClient jdbc, long orderSeq) {
    return jdbc.sql(
            """
            SELECT state, received_msat AS received, refund_msat AS refund, instruction
            FROM invoice WHERE order_seq = :seq ORDER BY attempt
            """)
        .param("seq", orderSeq)
        .query(Try.class)
        .list();
  }

  private static SortedMap<String, Piece> pieces(JdbcClient jdbc, long orderSeq) {
    SortedMap<String, Piece> pieces = new TreeMap<>();
    jdbc.sql("SELECT product_id AS id, quantity, state FROM reservation WHERE order_seq = :seq")
        .param("seq", orderSeq)
        .query(Reserved.class)
        .list()
        .forEach(piece -> pieces.put(piece.id(), new Piece(piece.quantity(), piece.state())));
    return pieces;
  }

  private static SortedMap<String, Shelf> shelves(JdbcClient jdbc, String merchant) {
    SortedMap<String, Shelf> shelves = new TreeMap<>();
    jdbc.sql(
            """
            SELECT id, quantity, reserved FROM product
            WHERE merchant_id = :merchant AND quantity IS NOT NULL
            """)
        .param("merchant", merchant)
        .query(Stock.class)
        .list()
        .forEach(stock -> shelves.put(stock.id(), new Shelf(stock.quantity(), stock.reserved())));
    return shelves;
  }

  /** Whether all these pieces are on the shelves and nobody's. */
  boolean have(Map<String, Long> pieces) {
    return pieces.entrySet().stream()
        .allMatch(
            piece -> {
              Shelf shelf = shelves.get(piece.getKey());
              return shelf == null || piece.getValue() <= shelf.quantity() - shelf.reserved();
            });
  }

  /** The pieces of a product that orders have reserved in this state. */
  long pieces(String product, String state) {
    return orders.values().stream()
        .flatMap(entry -> entry.pieces().entrySet().stream())
        .filter(piece -> piece.getKey().equals(product) && piece.getValue().state().equals(state))
        .mapToLong(piece -> piece.getValue().quantity())
        .sum();
  }

  /** A copy in which one order and the shelves stand otherwise. */
  TradeBooks with(String id, Entry entry, SortedMap<String, Shelf> shelves) {
    SortedMap<String, Entry> others = new TreeMap<>(orders);
    others.put(id, entry);
    return new TradeBooks(others, shelves, paidFirst);
  }

  private record Row(
      String id,
      long seq,
      OrderStatus status,
      int current,
      boolean shipped,
      int events,
      String event) {

    Entry entry(List<Try> tries, SortedMap<String, Piece> pieces) {
      return new Entry(status, current, tries, shipped, events, event, pieces);
    }
  }

  private record Reserved(String id, long quantity, String state) {}

  private record Stock(String id, long quantity, long reserved) {}
}
