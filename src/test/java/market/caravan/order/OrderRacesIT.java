package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.PaymentHash;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.junit.jupiter.api.Test;

/** Several say something of one order at the same moment, each in a transaction of their own. */
class OrderRacesIT extends PostgresTest {

  private static final int ROUNDS = 20;
  private static final int RIVALS = 8;

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));

  @Test
  void filesAnOrderOnceThatManyBringAtOnce() throws Exception {
    Trade trade = new Trade(dataSource, clock);
    trade.shelve("mug", 1_000L);
    Pubkey customer = KeyPair.generate().pubkey();
    for (int round = 0; round < ROUNDS; round++) {
      String id = "o-" + round;
      eightAtOnce(() -> trade.place(customer, id, Map.of("mug", 1L)));
    }
    assertThat(count("SELECT count(*) FROM orders")).isEqualTo(ROUNDS);
    assertThat(count("SELECT reserved FROM product WHERE id = 'mug'")).isEqualTo(ROUNDS);
    assertThat(count("SELECT count(*) FROM invoice")).isEqualTo(ROUNDS);
  }

  @Test
  void answersNoMoreThanItMayHoweverManyContradictAtOnce() throws Exception {
    Trade trade = new Trade(dataSource, clock);
    trade.shelve("mug", 1_000L);
    Pubkey customer = KeyPair.generate().pubkey();
    trade.place(customer, "o-1", Map.of("mug", 1L));
    assertThat(eightAtOnce(() -> trade.place(customer, "o-1", Map.of("mug", 2L)))).hasSize(5);
  }

  @Test
  void takesAPaymentOnceThatManyTellOfAtOnce() throws Exception {
    Desk desk = new Desk(dataSource, clock);
    PaymentHash hash = desk.place("o-1");
    desk.hear(hash, State.OPEN);
    assertThat(eightAtOnce(() -> desk.hear(hash, State.SETTLED))).hasSize(1);
    assertThat(desk.stock()).isEqualTo("0/0");
    assertThat(count("SELECT count(*) FROM order_history WHERE event = 'SETTLED'")).isEqualTo(1);
  }

  @Test
  void shipsOnceAndTakesBackOnceThatManyAskForAtOnce() throws Exception {
    Desk desk = new Desk(dataSource, clock);
    PaymentHash hash = desk.place("o-1");
    desk.hear(hash, State.SETTLED);
    for (int round = 0; round < ROUNDS; round++) {
      boolean shipped = round % 2 == 0;
      assertThat(eightAtOnce(() -> desk.ship("o-1", shipped, false))).hasSize(1);
    }
  }

  @Test
  void givesAnOrderUpOrRequestsItsPaymentButNeverBoth() throws Exception {
    Desk desk = new Desk(dataSource, clock);
    for (int round = 0; round < ROUNDS; round++) {
      PaymentHash hash = desk.place("o-" + round);
      long seq = count("SELECT max(seq) FROM orders");
      Callable<List<OrderNews>> givenUp = () -> desk.giveUp(seq);
      Callable<List<OrderNews>> opened = () -> desk.hear(hash, State.OPEN);
      assertThat(atOnce(List.of(givenUp, opened))).hasSize(1);
      boolean refused = desk.status("o-" + round) == OrderStatus.REJECTED;
      assertThat(desk.stock()).isEqualTo(refused ? "1/0" : "1/1");
      desk.hear(hash, State.EXPIRED);
    }
  }

  private static List<OrderNews> eightAtOnce(Callable<List<OrderNews>> word) throws Exception {
    return atOnce(Collections.nCopies(RIVALS, word));
  }

  /** What all of them together make the customer be told. */
  private static List<OrderNews> atOnce(List<Callable<List<OrderNews>>> words) throws Exception {
    CyclicBarrier start = new CyclicBarrier(words.size());
    List<OrderNews> news = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<OrderNews>>> results = new ArrayList<>();
      for (Callable<List<OrderNews>> word : words) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return word.call();
                }));
      }
      for (Future<List<OrderNews>> result : results) {
        news.addAll(result.get());
      }
    }
    return news;
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
