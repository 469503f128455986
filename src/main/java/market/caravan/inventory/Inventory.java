package market.caravan.inventory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
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
    Map<ProductKey, Long> available = availableOf(holdings);
    List<Reserved> held = new ArrayList<>();
    Map<Long, Shortage> shortages = new HashMap<>();
    for (Holding holding : holdings) {
      List<Reserved> pieces = limited(holding, available, "HELD");
      Optional<Shortage> shortage = shortage(pieces, available);
      if (shortage.isPresent()) {
        shortages.put(holding.orderSeq(), shortage.get());
      } else {
        take(pieces, available);
        held.addAll(pieces);
      }
    }
    insert(held);
    return shortages;
  }

  /**
   * Notes what orders want and hold nothing of yet, as if they had given it back.
   *
   * @return by order, what there is too little of at the moment, with nothing noted of that order
   */
  public Map<Long, Shortage> want(List<Holding> holdings) {
    Map<ProductKey, Long> available = availableOf(holdings);
    List<Reserved> wanted = new ArrayList<>();
    Map<Long, Shortage> shortages = new HashMap<>();
    for (Holding holding : holdings) {
      List<Reserved> pieces = limited(holding, available, "RELEASED");
      shortage(pieces, available)
          .ifPresentOrElse(
              shortage -> shortages.put(holding.orderSeq(), shortage), () -> wanted.addAll(pieces));
    }
    insert(wanted);
    return shortages;
  }

  /** Whether it is noted what an order wants of limited products. */
  public boolean isNoted(long orderSeq) {
    return !reserved(List.of(orderSeq), "TRUE").isEmpty();
  }

  private Map<ProductKey, Long> availableOf(List<Holding> holdings) {
    List<ProductKey> wanted =
        holdings.stream()
            .flatMap(
                h -> h.pieces().keySet().stream().map(id -> new ProductKey(h.merchantId(), id)))
            .distinct()
            .toList();
    return lock(wanted, "AND quantity IS NOT NULL");
  }

  /** What of the wanted is limited, by product id. */
  private static List<Reserved> limited(
      Holding holding, Map<ProductKey, Long> available, String state) {
    List<Reserved> limited = new ArrayList<>();
    new TreeMap<>(holding.pieces())
        .forEach(
            (id, quantity) -> {
              ProductKey product = new ProductKey(holding.merchantId(), id);
              if (available.containsKey(product)) {
                limited.add(new Reserved(holding.orderSeq(), product, quantity, state));
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

  private void insert(List<Reserved> pieces) {
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
        .param("states", texts(pieces, Reserved::state))
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

  /**
   * Holds what the orders have given back, or noted without holding it. Held before, it is held
   * already.
   *
   * @return the orders of which pieces are gone: nothing of theirs is held anew
   */
  public Set<Long> secure(Collection<Long> orderSeqs) {
    Map<Long, List<Reserved>> released = released(orderSeqs);
    Set<Long> gone = lacking(released);
    List<Long> secured = released.keySet().stream().filter(seq -> !gone.contains(seq)).toList();
    if (!secured.isEmpty()) {
      change(secured, "RELEASED", "HELD", "reserved = reserved + pieces.quantity");
    }
    return gone;
  }

  /** The orders of which pieces are gone that they have given back, or noted without holding. */
  public Set<Long> lacking(Collection<Long> orderSeqs) {
    return lacking(released(orderSeqs));
  }

  private Map<Long, List<Reserved>> released(Collection<Long> orderSeqs) {
    return reserved(orderSeqs, "state = 'RELEASED'").stream()
        .collect(groupingBy(Reserved::orderSeq, TreeMap::new, toList()));
  }

  private Set<Long> lacking(Map<Long, List<Reserved>> released) {
    if (released.isEmpty()) {
      return Set.of();
    }
    Map<ProductKey, Long> available = lock(products(released.values()), "");
    Set<Long> gone = new HashSet<>();
    released.forEach(
        (order, pieces) -> {
          if (shortage(pieces, available).isPresent()) {
            gone.add(order);
          } else {
            take(pieces, available);
          }
        });
    return gone;
  }

  /** Puts what the orders had taken for good back into the stock. */
  public void giveBack(Collection<Long> orderSeqs) {
    List<Reserved> taken = reserved(orderSeqs, "state = 'COMMITTED'");
    if (!taken.isEmpty()) {
      lock(products(List.of(taken)), "");
      change(orderSeqs, "COMMITTED", "RELEASED", "quantity = product.quantity + pieces.quantity");
    }
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
    change(orderSeqs, "HELD", "RELEASED", "reserved = reserved - pieces.quantity");
  }

  private void change(Collection<Long> orderSeqs, String from, String to, String stock) {
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
        .param("from", from)
        .param("to", to)
        .update();
  }
}
