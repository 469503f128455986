package market.caravan.order;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stands in the tables of one merchant.
 *
 * @param orders by their ids
 * @param shelves the limited products, by theirs
 */
record TradeBooks(SortedMap<String, Entry> orders, SortedMap<String, Shelf> shelves) {

  /**
   * An order with its one attempt.
   *
   * @param attempt the attempt's state; null where the order has none
   * @param events how many rows its history has, of which {@code event} is the latest
   * @param pieces what it has reserved, by product
   */
  record Entry(
      OrderStatus status,
      @Nullable String attempt,
      long received,
      @Nullable String instruction,
      boolean shipped,
      int events,
      String event,
      SortedMap<String, Piece> pieces) {

    Entry after(String event, OrderStatus status) {
      return new Entry(status, attempt, received, instruction, shipped, events + 1, event, pieces);
    }

    Entry with(SortedMap<String, Piece> pieces) {
      return new Entry(status, attempt, received, instruction, shipped, events, event, pieces);
    }

    Entry shipped(boolean shipped) {
      return new Entry(status, attempt, received, instruction, shipped, events, event, pieces);
    }

    Entry invoiced(@Nullable String attempt, long received, @Nullable String instruction) {
      return new Entry(status, attempt, received, instruction, shipped, events, event, pieces);
    }
  }

  /** A reservation. */
  record Piece(long quantity, String state) {}

  record Shelf(long quantity, long reserved) {}

  static TradeBooks read(JdbcClient jdbc, String merchant) {
    SortedMap<String, Entry> orders = new TreeMap<>();
    for (Row row : rows(jdbc, merchant)) {
      orders.put(row.id(), row.entry(pieces(jdbc, row.seq())));
    }
    return new TradeBooks(orders, shelves(jdbc, merchant));
  }

  private static Iterable<Row> rows(JdbcClient jdbc, String merchant) {
    return jdbc.sql(
            """
            SELECT o.id, o.seq, o.status, i.state AS attempt,
              coalesce(i.received_msat, 0) AS received, i.instruction,
              CASE WHEN o.shipped = EXISTS (
                SELECT FROM shipment s WHERE s.order_seq = o.seq AND undone_at IS NULL)
                THEN o.shipped END AS shipped,
              (SELECT count(*) FROM order_history h WHERE h.order_seq = o.seq) AS events,
              (SELECT event FROM order_history h WHERE h.order_seq = o.seq
               ORDER BY h.seq DESC LIMIT 1) AS event
            FROM orders o LEFT JOIN invoice i ON i.order_seq = o.seq
            WHERE o.merchant_id = :merchant
            """)
        .param("merchant", merchant)
        .query(Row.class)
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
    return new TradeBooks(others, shelves);
  }

  private record Row(
      String id,
      long seq,
      OrderStatus status,
      @Nullable String attempt,
      long received,
      @Nullable String instruction,
      boolean shipped,
      int events,
      String event) {

    Entry entry(SortedMap<String, Piece> pieces) {
      return new Entry(status, attempt, received, instruction, shipped, events, event, pieces);
    }
  }

  private record Reserved(String id, long quantity, String state) {}

  private record Stock(String id, long quantity, long reserved) {}
}
