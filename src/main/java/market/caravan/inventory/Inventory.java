package market.caravan.inventory;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The pieces of limited products that orders hold. Every method works in the transaction of its
 * caller, who has locked the orders' rows; products are locked last, in the order of their ids, so
 * that no two orders wait for each other. Unlimited products are neither locked nor counted. Among
 * orders of one list that want the same pieces, the first is served first.
 */
@Repository
public class Inventory {

  private final JdbcClient jdbc;

  public Inventory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record ProductKey(String merchantId, String id) {}

  /** Pieces of a limited product that an order holds, has taken or has given back. */
  private record Reserved(long orderSeq, ProductKey product, long quantity, String state) {}

  /**
   * Reserves pieces for orders that hold nothing yet.
   *
   * @return by order, what there is too little of, with nothing of that order held; the others hold
   *     all
   */
  public Map<Long, Shortage> hold(List<Holding> holdings) {
    List<ProductKey> wanted =
        holdings.stream()
            .flatMap(
                h -> h.pieces().keySet().stream().map(id -> new ProductKey(h.merchantId(), id)))
            .distinct()
            .toList();
    Map<ProductKey, Long> available = lock(wanted, "AND quantity IS NOT NULL");
    Map<Long, Shortage> shortages = new HashMap<>();
    List<Reserved> held = new ArrayList<>();
    for (Holding holding : holdings) {
      List<Reserved> pieces = limited(holding, available);
      Optional<Shortage> shortage = shortage(pieces, available);
      if (shortage.isPresent()) {
        shortages.put(holding.orderSeq(), shortage.get());
      } else {
        take(pieces, available);
        held.addAll(pieces);
      }
    }
    reserve(held);
    return shortages;
  }

  /** What of the wanted is limited, by product id. */
  private static List<Reserved> limited(Holding holding, Map<ProductKey, Long> available) {
    List<Reserved> limited = new ArrayList<>();
    new TreeMap<>(holding.pieces())
        .forEach(
            (id, quantity) -> {
              ProductKey product = new ProductKey(holding.merchantId(), id);
              if (available.containsKey(product)) {
                limited.add(new Reserved(holding.orderSeq(), product, quantity, "HELD"));
              }
            });
    return limited;
  }

  private static Optional<Shortage> shortage(
      List<Reserved> pieces, Map<ProductKey, Long> available) {
    return pieces.stream()
        .filter(piece -> available.getOrDefault(piece.product(), 0L) < piece.quantity())
        .findFirst()
        .map(piece -> shortage(piece.product(), available));
  }

  private static Shortage shortage(ProductKey product, Map<ProductKey, Long> available) {
    return new Shortage(product.id(), available.getOrDefault(product, 0L));
  }

  private static void take(List<Reserved> pieces, Map<ProductKey, Long> available) {
    pieces.forEach(
        piece -> available.computeIfPresent(piece.product(), (p, left) -> left - piece.quantity()));
  }

  private void reserve(List<Reserved> held) {
    if (held.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            WITH held AS (
              INSERT INTO reservation (order_seq, merchant_id, product_id, quantity, state)
              SELECT seq, merchant, product, quantity, 'HELD'
              FROM unnest(:orders, :merchants, :products, :quantities)
                AS piece (seq, merchant, product, quantity)
              RETURNING merchant_id, product_id, quantity
            ), pieces AS (
              SELECT merchant_id, product_id, sum(quantity) AS quantity FROM held
              GROUP BY merchant_id, product_id)
            UPDATE product SET reserved = reserved + pieces.quantity FROM pieces
            WHERE product.merchant_id = pieces.merchant_id AND product.id = pieces.product_id
            """)
        .param("orders", numbers(held, Reserved::orderSeq))
        .param("merchants", texts(held, piece -> piece.product().merchantId()))
        .param("products", texts(held, piece -> piece.product().id()))
        .param("quantities", numbers(held, Reserved::quantity))
        .update();
  }

  /** What can still be sold of these products, which are locked; of an unlimited one, no end. */
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

  /**
   * Locks the products of these orders, for a transaction that is to take some and to release
   * others: all at once and in their order, so that no two transactions wait for each other.
   */
  public void lockProductsOf(Collection<Long> orderSeqs) {
    List<Reserved> pieces = reserved(orderSeqs, "state <> 'COMMITTED'");
    if (!pieces.isEmpty()) {
      lock(products(List.of(pieces)), "");
    }
  }

  /**
   * Takes for good what the orders hold, or, where it was released meanwhile, what can be had
   * again. Done before, it is done already.
   *
   * @return the orders of which released pieces are gone: nothing of theirs is taken
   */
  public Set<Long> commit(Collection<Long> orderSeqs) {
    Map<Long, List<Reserved>> open = new TreeMap<>();
    for (Reserved piece : reserved(orderSeqs, "state <> 'COMMITTED'")) {
      open.computeIfAbsent(piece.orderSeq(), seq -> new ArrayList<>()).add(piece);
    }
    if (open.isEmpty()) {
      return Set.of();
    }
    Map<ProductKey, Long> available = lock(products(open.values()), "");
    Set<Long> gone = new HashSet<>();
    for (Map.Entry<Long, List<Reserved>> order : open.entrySet()) {
      List<Reserved> released =
          order.getValue().stream().filter(piece -> piece.state().equals("RELEASED")).toList();
      if (shortage(released, available).isPresent()) {
        gone.add(order.getKey());
      } else {
        take(released, available);
      }
    }
    takeForGood(open.keySet().stream().filter(seq -> !gone.contains(seq)).toArray(Long[]::new));
    return gone;
  }

  private static List<ProductKey> products(Collection<List<Reserved>> pieces) {
    return pieces.stream().flatMap(List::stream).map(Reserved::product).distinct().toList();
  }

  private List<Reserved> reserved(Collection<Long> orderSeqs, String condition) {
    return jdbc.sql(
            """
            SELECT order_seq, merchant_id, product_id, quantity, state FROM reservation
            WHERE order_seq = ANY (:orders) AND %s
            """
                .formatted(condition))
        .param("orders", orderSeqs.toArray(Long[]::new))
        .query(
            (row, number) ->
                new Reserved(
                    row.getLong("order_seq"),
                    new ProductKey(row.getString("merchant_id"), row.getString("product_id")),
                    row.getLong("quantity"),
                    row.getString("state")))
        .list();
  }

  private void takeForGood(Long[] orderSeqs) {
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
        .param("orders", orderSeqs)
        .update();
  }

  /** Gives back what the orders hold; what they have taken for good stays taken. */
  public void release(Collection<Long> orderSeqs) {
    List<Reserved> held = reserved(orderSeqs, "state = 'HELD'");
    if (held.isEmpty()) {
      return;
    }
    lock(products(List.of(held)), "");
    jdbc.sql(
            """
            WITH released AS (
              UPDATE reservation SET state = 'RELEASED'
              WHERE order_seq = ANY (:orders) AND state = 'HELD'
              RETURNING merchant_id, product_id, quantity
            ), pieces AS (
              SELECT merchant_id, product_id, sum(quantity) AS quantity FROM released
              GROUP BY merchant_id, product_id)
            UPDATE product SET reserved = reserved - pieces.quantity FROM pieces
            WHERE product.merchant_id = pieces.merchant_id AND product.id = pieces.product_id
            """)
        .param("orders", orderSeqs.toArray(Long[]::new))
        .update();
  }
}
