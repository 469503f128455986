package market.caravan.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The pieces of limited products that orders hold. Every method works in the transaction of its
 * caller, who has locked the order's row; products are locked last, in the order of their ids, so
 * that no two orders wait for each other. Unlimited products are neither locked nor counted.
 */
@Repository
public class Inventory {

  private final JdbcClient jdbc;

  public Inventory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Reserves these pieces for an order that holds nothing yet.
   *
   * @param pieces quantity by product id
   * @return what there is too little of, with nothing held; empty where all is held
   */
  public Optional<Shortage> hold(long orderSeq, String merchantId, Map<String, Long> pieces) {
    String[] ids = pieces.keySet().toArray(String[]::new);
    SortedMap<String, Long> available = lock(merchantId, ids, "AND quantity IS NOT NULL");
    Optional<Shortage> shortage =
        available.entrySet().stream()
            .filter(stock -> pieces.getOrDefault(stock.getKey(), 0L) > stock.getValue())
            .findFirst()
            .map(stock -> new Shortage(stock.getKey(), stock.getValue()));
    if (shortage.isPresent() || available.isEmpty()) {
      return shortage;
    }
    jdbc.sql(
            """
            WITH held AS (
              INSERT INTO reservation (order_seq, merchant_id, product_id, quantity, state)
              SELECT :order, :merchant, id, quantity, 'HELD'
              FROM unnest(:ids, :quantities) AS piece (id, quantity)
              RETURNING merchant_id, product_id, quantity)
            UPDATE product SET reserved = reserved + held.quantity FROM held
            WHERE product.merchant_id = held.merchant_id AND product.id = held.product_id
            """)
        .param("order", orderSeq)
        .param("merchant", merchantId)
        .param("ids", available.keySet().toArray(String[]::new))
        .param("quantities", available.keySet().stream().map(pieces::get).toArray(Long[]::new))
        .update();
    return Optional.empty();
  }

  /** What can still be sold of these products, which are locked; of an unlimited one, no end. */
  private SortedMap<String, Long> lock(String merchantId, String[] productIds, String condition) {
    SortedMap<String, Long> available = new TreeMap<>();
    jdbc.sql(
            """
            SELECT id, coalesce(quantity - reserved, :unlimited) AS available FROM product
            WHERE merchant_id = :merchant AND id = ANY (:ids) %s
            ORDER BY id FOR NO KEY UPDATE
            """
                .formatted(condition))
        .param("unlimited", Long.MAX_VALUE)
        .param("merchant", merchantId)
        .param("ids", productIds)
        .query(Stock.class)
        .list()
        .forEach(stock -> available.put(stock.id(), stock.available()));
    return available;
  }

  /**
   * Takes for good what the order holds, or, where it was released meanwhile, what can be had
   * again. Done before, it is done already.
   *
   * @return false, with nothing taken, where released pieces are gone
   */
  public boolean commit(long orderSeq, String merchantId) {
    List<Reserved> reserved = reserved(orderSeq);
    if (reserved.stream().allMatch(piece -> piece.state().equals("COMMITTED"))) {
      return true;
    }
    SortedMap<String, Long> available =
        lock(merchantId, reserved.stream().map(Reserved::productId).toArray(String[]::new), "");
    boolean gone =
        reserved.stream()
            .filter(piece -> piece.state().equals("RELEASED"))
            .anyMatch(piece -> available.getOrDefault(piece.productId(), 0L) < piece.quantity());
    if (!gone) {
      take(orderSeq);
    }
    return !gone;
  }

  private List<Reserved> reserved(long orderSeq) {
    return jdbc.sql(
            """
            SELECT product_id, quantity, state FROM reservation WHERE order_seq = :order
            """)
        .param("order", orderSeq)
        .query(Reserved.class)
        .list();
  }

  private void take(long orderSeq) {
    jdbc.sql(
            """
            WITH before AS (
              SELECT * FROM reservation WHERE order_seq = :order AND state <> 'COMMITTED'
            ), taken AS (
              UPDATE reservation SET state = 'COMMITTED' FROM before
              WHERE reservation.order_seq = before.order_seq
                AND reservation.product_id = before.product_id)
            UPDATE product SET quantity = product.quantity - before.quantity,
              reserved = reserved - CASE before.state WHEN 'HELD' THEN before.quantity ELSE 0 END
            FROM before
            WHERE product.merchant_id = before.merchant_id AND product.id = before.product_id
            """)
        .param("order", orderSeq)
        .update();
  }

  /** Gives back what the order holds; what it has taken for good stays taken. */
  public void release(long orderSeq, String merchantId) {
    String[] held =
        reserved(orderSeq).stream()
            .filter(piece -> piece.state().equals("HELD"))
            .map(Reserved::productId)
            .toArray(String[]::new);
    if (held.length == 0) {
      return;
    }
    lock(merchantId, held, "");
    jdbc.sql(
            """
            WITH released AS (
              UPDATE reservation SET state = 'RELEASED'
              WHERE order_seq = :order AND state = 'HELD'
              RETURNING merchant_id, product_id, quantity)
            UPDATE product SET reserved = reserved - released.quantity FROM released
            WHERE product.merchant_id = released.merchant_id
              AND product.id = released.product_id
            """)
        .param("order", orderSeq)
        .update();
  }

  private record Stock(String id, long available) {}

  private record Reserved(String productId, long quantity, String state) {}
}
