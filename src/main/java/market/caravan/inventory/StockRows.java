package market.caravan.inventory;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Products' stock, and the pieces of it that orders hold, in the transaction of the caller. */
@Repository
public class StockRows {

  private final JdbcClient jdbc;

  public StockRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record ProductKey(String merchantId, String id) {}

  /** Where an order's pieces are. */
  enum State {
    /** In the stock, for nobody else to buy. */
    HELD,
    /** Out of the stock for good. */
    COMMITTED,
    /** In the stock, for anybody to buy: given back, or only noted. */
    RELEASED
  }

  /** Pieces of a limited product that an order wants. */
  record Reserved(long orderSeq, ProductKey product, long quantity, State state) {}

  /** What can still be sold of the limited ones among these products, which are locked. */
  Map<ProductKey, Long> lockLimited(List<ProductKey> products) {
    return lock(products, "AND quantity IS NOT NULL");
  }

  /** What can still be sold of these products, which are locked; of an unlimited one, no end. */
  Map<ProductKey, Long> lock(List<ProductKey> products) {
    return lock(products, "");
  }

  private Map<ProductKey, Long> lock(List<ProductKey> products, String condition) {
    Map<ProductKey, Long> available = new HashMap<>();
    jdbc.sql(
            """
            SELECT merchant_id, id, coalesce(quantity - reserved, :unlimited) AS available
            FROM product
            WHERE (merchant_id, id) IN (SELECT * FROM unnest(:merchants, :ids)) %s
            ORDER BY merchant_id, id FOR NO KEY UPDATE
            """
                .formatted(condition))
        .param("unlimited", Long.MAX_VALUE)
        .param("merchants", texts(products, ProductKey::merchantId))
        .param("ids", texts(products, ProductKey::id))
        .query(
            row -> {
              available.put(
                  new ProductKey(row.getString("merchant_id"), row.getString("id")),
                  row.getLong("available"));
            });
    return available;
  }

  /** Notes new pieces; those of the state HELD are reserved. */
  void insert(List<Reserved> pieces) {
    if (pieces.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            WITH noted AS (
              INSERT INTO reservation (order_seq, merchant_id, product_id, quantity, state)
              SELECT seq, merchant, product, quantity, state
              FROM unnest(:orders, :merchants, :products, :quantities, :states)
                AS piece (seq, merchant, product, quantity, state)
              RETURNING merchant_id, product_id, quantity, state
            ), held AS (
              SELECT merchant_id, product_id, sum(quantity) AS quantity FROM noted
              WHERE state = 'HELD' GROUP BY merchant_id, product_id)
            UPDATE product SET reserved = reserved + held.quantity FROM held
            WHERE product.merchant_id = held.merchant_id AND product.id = held.product_id
            """)
        .param("orders", numbers(pieces, Reserved::orderSeq))
        .param("merchants", texts(pieces, piece -> piece.product().merchantId()))
        .param("products", texts(pieces, piece -> piece.product().id()))
        .param("quantities", numbers(pieces, Reserved::quantity))
        .param("states", texts(pieces, piece -> piece.state().name()))
        .update();
  }

  /** The pieces of these orders that are in one of the states. */
  List<Reserved> reserved(Collection<Long> orderSeqs, Set<State> states) {
    return jdbc.sql(
            """
            SELECT order_seq, merchant_id, product_id, quantity, state FROM reservation
            WHERE order_seq = ANY (:orders) AND state = ANY (:states)
            """)
        .param("orders", orderSeqs.toArray(Long[]::new))
        .param("states", texts(states, State::name))
        .query(
            (row, number) ->
                new Reserved(
                    row.getLong("order_seq"),
                    new ProductKey(row.getString("merchant_id"), row.getString("product_id")),
                    row.getLong("quantity"),
                    State.valueOf(row.getString("state"))))
        .list();
  }

  /** The pieces of these orders leave the stock, whether they were held or given back. */
  void takeForGood(Collection<Long> orderSeqs) {
    jdbc.sql(
            """
            WITH before AS (
              SELECT * FROM reservation WHERE order_seq = ANY (:orders) AND state <> 'COMMITTED'
            ), taken AS (
              UPDATE reservation SET state = 'COMMITTED' FROM before
              WHERE reservation.order_seq = before.order_seq
                AND reservation.product_id = before.product_id
            ), pieces AS (
              SELECT merchant_id, product_id, sum(quantity) AS quantity,
                coalesce(sum(quantity) FILTER (WHERE state = 'HELD'), 0) AS held
              FROM before GROUP BY merchant_id, product_id)
            UPDATE product SET quantity = product.quantity - pieces.quantity,
              reserved = reserved - held
            FROM pieces
            WHERE product.merchant_id = pieces.merchant_id AND product.id = pieces.product_id
            """)
        .param("orders", orderSeqs.toArray(Long[]::new))
        .update();
  }

  /** What these orders have given back, or noted, is held. */
  void hold(Collection<Long> orderSeqs) {
    move(orderSeqs, State.RELEASED, State.HELD, "reserved = reserved + pieces.quantity");
  }

  /** What these orders hold is given back. */
  void release(Collection<Long> orderSeqs) {
    move(orderSeqs, State.HELD, State.RELEASED, "reserved = reserved - pieces.quantity");
  }

  /** What these orders have taken for good comes back into the stock. */
  void putBack(Collection<Long> orderSeqs) {
    move(
        orderSeqs,
        State.COMMITTED,
        State.RELEASED,
        "quantity = product.quantity + pieces.quantity");
  }

  private void move(Collection<Long> orderSeqs, State from, State to, String stock) {
    jdbc.sql(
            """
            WITH changed AS (
              UPDATE reservation SET state = :to WHERE order_seq = ANY (:orders) AND state = :from
              RETURNING merchant_id, product_id, quantity
            ), pieces AS (
              SELECT merchant_id, product_id, sum(quantity) AS quantity FROM changed
              GROUP BY merchant_id, product_id)
            UPDATE product SET %s FROM pieces
            WHERE product.merchant_id = pieces.merchant_id AND product.id = pieces.product_id
            """
                .formatted(stock))
        .param("orders", orderSeqs.toArray(Long[]::new))
        .param("from", from.name())
        .param("to", to.name())
        .update();
  }
}
