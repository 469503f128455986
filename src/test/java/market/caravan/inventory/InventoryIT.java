package market.caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import market.caravan.PostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class InventoryIT extends PostgresTest {

  private final Inventory inventory = new Inventory(new StockRows(jdbc));
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(dataSource));

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
    shelve("mug", 10L);
    shelve("single", 1L);
    shelve("download", null);
  }

  private void shelve(String id, @org.jspecify.annotations.Nullable Long quantity) {
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

  @Test
  void holdsAllOfAnOrderOrNothing() {
    long order = order();
    assertThat(hold(order, Map.of("mug", 3L, "single", 2L))).isFalse();
    assertThat(stock("mug")).isEqualTo(new Stock(10, 0));

    assertThat(hold(order, Map.of("mug", 3L, "single", 1L, "download", 1_000_000L))).isTrue();
    assertThat(stock("mug")).isEqualTo(new Stock(10, 3));
    assertThat(stock("single")).isEqualTo(new Stock(1, 1));
  }

  @Test
  void saysWhatThereIsTooLittleOf() {
    assertThat(shortage(order(), Map.of("mug", 11L))).contains(new Shortage("mug", 10));
  }

  @Test
  void takesWhatIsHeldOnceHoweverOftenItIsAsked() {
    long order = order();
    hold(order, Map.of("mug", 3L));
    assertThat(commit(order)).isTrue();
    assertThat(commit(order)).isTrue();
    assertThat(stock("mug")).isEqualTo(new Stock(7, 0));
  }

  @Test
  void givesBackWhatIsHeldOnceAndNothingThatIsTaken() {
    long order = order();
    hold(order, Map.of("mug", 3L));
    release(order);
    release(order);
    assertThat(stock("mug")).isEqualTo(new Stock(10, 0));

    long taken = order();
    hold(taken, Map.of("mug", 4L));
    commit(taken);
    release(taken);
    assertThat(stock("mug")).isEqualTo(new Stock(6, 0));
  }

  @Test
  void takesReleasedPiecesAgainOnlyWhereTheyAreStillThere() {
    long late = order();
    hold(late, Map.of("single", 1L));
    release(late);
    assertThat(commit(late)).isTrue();
    assertThat(stock("single")).isEqualTo(new Stock(0, 0));

    long tooLate = order();
    jdbc.sql("UPDATE product SET quantity = 1 WHERE id = 'single'").update();
    hold(tooLate, Map.of("single", 1L));
    release(tooLate);
    long winner = order();
    hold(winner, Map.of("single", 1L));
    assertThat(commit(tooLate)).isFalse();
    assertThat(stock("single")).isEqualTo(new Stock(1, 1));
  }

  @Test
  void givesBackAllThatIsHeldOfAProductThatIsUnlimitedNow() {
    long order = order();
    hold(order, Map.of("mug", 3L));
    jdbc.sql("UPDATE product SET quantity = NULL WHERE id = 'mug'").update();
    release(order);
    assertThat(commit(order)).isTrue();
    jdbc.sql("UPDATE product SET quantity = 10 WHERE id = 'mug'").update();
    assertThat(stock("mug")).isEqualTo(new Stock(10, 0));
  }

  /** It is taken as it was priced: the order has in it the name and price that it was promised. */
  @Test
  void holdsNothingOfAProductThatWasDeletedInThatMoment() {
    long order = order();
    jdbc.sql("DELETE FROM product WHERE id = 'single'").update();
    assertThat(hold(order, Map.of("mug", 3L, "single", 2L))).isTrue();
    assertThat(stock("mug")).isEqualTo(new Stock(10, 3));

    release(order);
    assertThat(stock("mug")).isEqualTo(new Stock(10, 0));
  }

  @Test
  void isNeverOversoldWhateverSomebodyTellsTheDatabase() {
    assertThatThrownBy(() -> jdbc.sql("UPDATE product SET reserved = quantity + 1").update())
        .hasMessageContaining("stock_is_never_oversold");
    assertThatThrownBy(() -> jdbc.sql("UPDATE product SET reserved = -1").update())
        .hasMessageContaining("stock_is_never_oversold");
  }

  @Test
  void sellsTheLastPieceOnce() throws Exception {
    List<Callable<Boolean>> rivals = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long order = order();
      rivals.add(() -> hold(order, Map.of("single", 1L, "mug", 1L)));
    }
    assertThat(inParallel(rivals)).containsOnlyOnce(true);
    assertThat(stock("single")).isEqualTo(new Stock(1, 1));
    assertThat(stock("mug")).isEqualTo(new Stock(10, 1));
  }

  private static List<Boolean> inParallel(List<Callable<Boolean>> tasks)
      throws InterruptedException, ExecutionException {
    List<Boolean> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }

  private boolean hold(long order, Map<String, Long> pieces) {
    return shortage(order, pieces).isEmpty();
  }

  private Optional<Shortage> shortage(long order, Map<String, Long> pieces) {
    return Objects.requireNonNull(
        transaction.execute(
            status ->
                Optional.ofNullable(
                    inventory.hold(List.of(new Holding(order, "m", pieces))).get(order))));
  }

  private boolean commit(long order) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> inventory.commit(List.of(order)).isEmpty()));
  }

  private void release(long order) {
    transaction.executeWithoutResult(status -> inventory.release(List.of(order)));
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

  private Stock stock(String product) {
    return jdbc.sql("SELECT quantity, reserved FROM product WHERE id = :id")
        .param("id", product)
        .query(Stock.class)
        .single();
  }

  private record Stock(long quantity, long reserved) {}
}
