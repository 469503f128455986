package market.caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import market.caravan.PostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many hands hold, take, give back and deliver pieces of few products at random, each of them of
 * everybody's orders: nothing is oversold or lost at any moment, and nobody waits for somebody who
 * waits for them. Each run's seed is in its failure.
 */
class StockUnderThreadsIT extends PostgresTest {

  private static final int HANDS = 12;
  private static final Map<String, Long> STOCK = Map.of("cup", 5L, "mug", 20L, "pot", 1L);

  private final Inventory inventory = new Inventory(new StockRows(jdbc));
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  private final List<Long> orders = new CopyOnWriteArrayList<>();

  @BeforeEach
  void fillShelves() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES ('m', 'a', 'pub', '', true, '{}', now())
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
            VALUES ('m', 's', '', 'Stall', 'sat', '')
            """)
        .update();
    STOCK.forEach(this::shelve);
    jdbc.sql("CREATE TABLE delivery (product_id TEXT NOT NULL, quantity BIGINT NOT NULL)").update();
    orders.add(order());
  }

  private void shelve(String id, long quantity) {
    jdbc.sql(
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, shipping)
            VALUES ('m', :id, 's', :id, '', '{}', '{}', 1, :quantity, true, false, '[]')
            """)
        .param("id", id)
        .param("quantity", quantity)
        .update();
  }

  private long order() {
    return jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, extra_data,
              total_msat, placed_at)
            VALUES ('m', gen_random_uuid()::text, 'c', 'pub', 'e', now(), 'PLACED', '', '{}', '[]',
              '{}', 0, now()) RETURNING seq
            """)
        .query(Long.class)
        .single();
  }

  @Test
  void conservesStock() throws Exception {
    work(1, 60);
  }

  @Test
  @Tag("slow")
  void conservesStockForLong() throws Exception {
    for (int seed = 2; seed < 5; seed++) {
      work(seed, 400);
    }
  }

  private void work(int seed, int turns) throws Exception {
    List<Callable<Integer>> hands = new ArrayList<>();
    for (int hand = 0; hand < HANDS; hand++) {
      Random random = new Random(seed * 1_000L + hand);
      hands.add(
          () -> {
            int held = 0;
            for (int turn = 0; turn < turns; turn++) {
              held += handle(random) ? 1 : 0;
              assertConserved(seed);
            }
            return held;
          });
    }
    int held = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> hand : threads.invokeAll(hands)) {
        held += hand.get();
      }
    }
    assertThat(held).as("orders that held something, seed %d", seed).isGreaterThan(HANDS);
  }

  /** One thing done; true if an order holds pieces by that. */
  private boolean handle(Random random) {
    long known = orders.get(random.nextInt(orders.size()));
    Map<String, Long> wanted = wanted(random);
    int deed = random.nextInt(10);
    if (deed < 4) {
      return in(() -> hold(order(), wanted));
    }
    BooleanSupplier work =
        switch (deed) {
          case 4, 5 -> () -> release(locked(known));
          case 6, 7 -> () -> inventory.commit(List.of(locked(known))).isEmpty();
          default -> () -> deliver(wanted);
        };
    in(work);
    return false;
  }

  private boolean in(BooleanSupplier work) {
    return Boolean.TRUE.equals(transaction.execute(status -> work.getAsBoolean()));
  }

  private static Map<String, Long> wanted(Random random) {
    Map<String, Long> wanted = new TreeMap<>();
    for (String product : STOCK.keySet()) {
      if (random.nextBoolean()) {
        wanted.put(product, 1L + random.nextInt(2));
      }
    }
    return wanted.isEmpty() ? Map.of("cup", 1L) : wanted;
  }

  private boolean hold(long order, Map<String, Long> wanted) {
    orders.add(order);
    return inventory.hold(List.of(new Holding(order, "m", wanted))).isEmpty();
  }

  private boolean release(long order) {
    inventory.release(List.of(order));
    return true;
  }

  private long locked(long order) {
    jdbc.sql("SELECT FROM orders WHERE seq = :order FOR UPDATE")
        .param("order", order)
        .query()
        .listOfRows();
    return order;
  }

  /** In the order of their ids, as everybody locks products. */
  private boolean deliver(Map<String, Long> pieces) {
    pieces.forEach(
        (product, quantity) ->
            jdbc.sql(
                    """
                    WITH delivered AS (INSERT INTO delivery VALUES (:product, :quantity))
                    UPDATE product SET quantity = quantity + :quantity WHERE id = :product
                    """)
                .param("product", product)
                .param("quantity", quantity)
                .update());
    return true;
  }

  /** In one statement, so at one moment: what is reserved is held, and what is gone is taken. */
  private void assertConserved(int seed) {
    List<Shelf> shelves =
        jdbc.sql(
                """
                SELECT p.id, p.quantity, p.reserved,
                  coalesce(sum(r.quantity) FILTER (WHERE r.state = 'HELD'), 0) AS held,
                  coalesce(sum(r.quantity) FILTER (WHERE r.state = 'COMMITTED'), 0) AS taken,
                  (SELECT coalesce(sum(d.quantity), 0) FROM delivery d WHERE d.product_id = p.id)
                    AS delivered
                FROM product p LEFT JOIN reservation r ON r.product_id = p.id
                GROUP BY p.id, p.quantity, p.reserved
                """)
            .query(Shelf.class)
            .list();
    for (Shelf shelf : shelves) {
      assertThat(shelf.reserved()).as("%s, seed %d", shelf, seed).isEqualTo(shelf.held());
      assertThat(shelf.quantity() + shelf.taken())
          .as("%s, seed %d", shelf, seed)
          .isEqualTo(shelf.delivered() + Objects.requireNonNull(STOCK.get(shelf.id())));
      assertThat(shelf.quantity()).isGreaterThanOrEqualTo(shelf.reserved());
    }
  }

  private record Shelf(
      String id, long quantity, long reserved, long held, long taken, long delivered) {}
}
