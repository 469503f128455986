package market.caravan.inventory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import market.caravan.inventory.StockRows.ProductKey;
import market.caravan.inventory.StockRows.Reserved;
import market.caravan.inventory.StockRows.State;
import org.springframework.stereotype.Component;

/**
 * The pieces of limited products that orders hold. Every method works in the transaction of its
 * caller, who has locked the orders' rows; products are locked last, in the order of their ids, so
 * that no two orders wait for each other. Unlimited products are neither locked nor counted. Among
 * orders of one list that want the same pieces, the first is served first.
 */
@Component
public class Inventory {

  private static final Set<State> NOT_TAKEN = EnumSet.of(State.HELD, State.RELEASED);

  private final StockRows rows;

  public Inventory(StockRows rows) {
    this.rows = rows;
  }

  /**
   * Reserves pieces for orders that hold nothing yet.
   *
   * @return by order, what there is too little of, with nothing of that order held; the others hold
   *     all
   */
  public Map<Long, Shortage> hold(List<Holding> holdings) {
    return note(holdings, State.HELD);
  }

  /**
   * Notes what orders want and hold nothing of yet, as if they had given it back.
   *
   * @return by order, what there is too little of at the moment, with nothing noted of that order
   */
  public Map<Long, Shortage> want(List<Holding> holdings) {
    return note(holdings, State.RELEASED);
  }

  private Map<Long, Shortage> note(List<Holding> holdings, State state) {
    Map<ProductKey, Long> available = rows.lockLimited(products(holdings));
    List<Reserved> noted = new ArrayList<>();
    Map<Long, Shortage> shortages = new HashMap<>();
    for (Holding holding : holdings) {
      List<Reserved> pieces = limited(holding, available, state);
      Optional<Shortage> shortage = shortage(pieces, available);
      if (shortage.isPresent()) {
        shortages.put(holding.orderSeq(), shortage.get());
      } else {
        noted.addAll(pieces);
        if (state == State.HELD) {
          take(pieces, available);
        }
      }
    }
    rows.insert(noted);
    return shortages;
  }

  /** Whether it is noted what an order wants of limited products. */
  public boolean isNoted(long orderSeq) {
    return !rows.reserved(List.of(orderSeq), EnumSet.allOf(State.class)).isEmpty();
  }

  private static List<ProductKey> products(List<Holding> holdings) {
    return holdings.stream()
        .flatMap(h -> h.pieces().keySet().stream().map(id -> new ProductKey(h.merchantId(), id)))
        .distinct()
        .toList();
  }

  /** What of the wanted is limited, by product id. */
  private static List<Reserved> limited(
      Holding holding, Map<ProductKey, Long> available, State state) {
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

  /**
   * Locks the products of these orders, for a transaction that is to take some and to release
   * others: all at once and in their order, so that no two transactions wait for each other.
   */
  public void lockProductsOf(Collection<Long> orderSeqs) {
    List<Reserved> pieces = rows.reserved(orderSeqs, NOT_TAKEN);
    if (!pieces.isEmpty()) {
      lock(List.of(pieces));
    }
  }

  /**
   * Takes for good what the orders hold, or, where it was released meanwhile, what can be had
   * again. Done before, it is done already.
   *
   * @return the orders of which released pieces are gone: nothing of theirs is taken
   */
  public Set<Long> commit(Collection<Long> orderSeqs) {
    Map<Long, List<Reserved>> open = byOrder(orderSeqs, NOT_TAKEN);
    Set<Long> gone = lacking(open);
    List<Long> had = open.keySet().stream().filter(seq -> !gone.contains(seq)).toList();
    if (!had.isEmpty()) {
      rows.takeForGood(had);
    }
    return gone;
  }

  /**
   * Holds what the orders have given back, or noted without holding it. Held before, it is held
   * already.
   *
   * @return the orders of which pieces are gone: nothing of theirs is held anew
   */
  public Set<Long> secure(Collection<Long> orderSeqs) {
    Map<Long, List<Reserved>> released = byOrder(orderSeqs, EnumSet.of(State.RELEASED));
    Set<Long> gone = lacking(released);
    List<Long> had = released.keySet().stream().filter(seq -> !gone.contains(seq)).toList();
    if (!had.isEmpty()) {
      rows.hold(had);
    }
    return gone;
  }

  /** The orders of which pieces are gone that they have given back, or noted without holding. */
  public Set<Long> lacking(Collection<Long> orderSeqs) {
    return lacking(byOrder(orderSeqs, EnumSet.of(State.RELEASED)));
  }

  private Map<Long, List<Reserved>> byOrder(Collection<Long> orderSeqs, Set<State> states) {
    return rows.reserved(orderSeqs, states).stream()
        .collect(groupingBy(Reserved::orderSeq, TreeMap::new, toList()));
  }

  /** What they still hold is theirs: only what is given back may be gone. */
  private Set<Long> lacking(Map<Long, List<Reserved>> orders) {
    if (orders.isEmpty()) {
      return Set.of();
    }
    Map<ProductKey, Long> available = lock(orders.values());
    Set<Long> gone = new HashSet<>();
    orders.forEach(
        (order, pieces) -> {
          List<Reserved> released =
              pieces.stream().filter(piece -> piece.state() == State.RELEASED).toList();
          if (shortage(released, available).isPresent()) {
            gone.add(order);
          } else {
            take(released, available);
          }
        });
    return gone;
  }

  private Map<ProductKey, Long> lock(Collection<List<Reserved>> pieces) {
    List<ProductKey> products =
        pieces.stream().flatMap(List::stream).map(Reserved::product).distinct().toList();
    return rows.lock(products);
  }

  /** Puts what the orders had taken for good back into the stock. */
  public void giveBack(Collection<Long> orderSeqs) {
    List<Reserved> taken = rows.reserved(orderSeqs, EnumSet.of(State.COMMITTED));
    if (!taken.isEmpty()) {
      lock(List.of(taken));
      rows.putBack(orderSeqs);
    }
  }

  /** Gives back what the orders hold; what they have taken for good stays taken. */
  public void release(Collection<Long> orderSeqs) {
    List<Reserved> held = rows.reserved(orderSeqs, EnumSet.of(State.HELD));
    if (!held.isEmpty()) {
      lock(List.of(held));
      rows.release(orderSeqs);
    }
  }
}
