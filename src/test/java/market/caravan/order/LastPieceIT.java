package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eight customers want the last piece at the same moment, each in a transaction of their own. */
class LastPieceIT extends PostgresTest {

  private static final int RIVALS = 8;

  private final Trade trade =
      new Trade(dataSource, new TestClock(Instant.parse("2026-05-06T07:08:09Z")));

  @Test
  void sellsTheLastPieceOnce() throws Exception {
    race(100);
  }

  @Test
  @Tag("slow")
  void sellsTheLastPieceOnceAThousandTimes() throws Exception {
    race(1_000);
  }

  private void race(int rounds) throws Exception {
    trade.shelve("plenty", 10L * rounds);
    try (ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        String product = "last-" + round;
        trade.shelve(product, 1L);
        assertThat(refusals(customers, product)).isEqualTo(RIVALS - 1);
      }
    }
    TradeBooks books = TradeBooks.read(jdbc, trade);
    assertThat(books.orders()).hasSize(RIVALS * rounds);
    assertThat(books.orders().values().stream().filter(LastPieceIT::isTaken)).hasSize(rounds);
    assertThat(books.shelves().get("plenty")).isEqualTo(new TradeBooks.Shelf(10L * rounds, rounds));
    assertThat(books.shelves().keySet())
        .filteredOn(product -> product.startsWith("last-"))
        .allSatisfy(
            product ->
                assertThat(books.shelves().get(product)).isEqualTo(new TradeBooks.Shelf(1, 1)));
  }

  private int refusals(ExecutorService customers, String product) throws Exception {
    CyclicBarrier start = new CyclicBarrier(RIVALS);
    List<Callable<List<OrderNews>>> orders = new ArrayList<>();
    for (int rival = 0; rival < RIVALS; rival++) {
      String id = product + "-" + rival;
      orders.add(
          () -> {
            var customer = KeyPair.generate().pubkey();
            start.await();
            return trade.place(customer, id, Map.of(product, 1L, "plenty", 1L));
          });
    }
    int refusals = 0;
    for (Future<List<OrderNews>> order : customers.invokeAll(orders)) {
      for (OrderNews news : order.get()) {
        assertThat(news).isInstanceOf(OrderNews.Refused.class);
        refusals++;
      }
    }
    return refusals;
  }

  private static boolean isTaken(TradeBooks.Entry entry) {
    return entry.status() == OrderStatus.PLACED
        && entry.pieces().values().stream().allMatch(piece -> piece.state().equals("HELD"));
  }
}
