package market.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import market.caravan.CaravanProcess;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs of orders through a Caravan, from the relay to the replies at the relay. */
final class OrderRuns {

  private static final int CUSTOMERS = 50_000;
  private static final int PRODUCTS = 100;
  private static final int WARM_UP = Integer.getInteger("bench.warm-up", 120_000);
  private static final int ORDERS = Integer.getInteger("bench.orders", 30_000);
  private static final int HISTORY = Integer.getInteger("bench.history", 100_000);
  private static final int LOADED_SECONDS = 20;

  private static final List<String> ALL =
      IntStream.range(0, PRODUCTS).mapToObj(i -> "bench-" + i).toList();

  private final ReplayRelay relay;
  private final CaravanProcess caravan;
  private final Pubkey merchant;
  private final PreparedOrders prepared;

  OrderRuns(ReplayRelay relay, CaravanProcess caravan) {
    this.relay = relay;
    this.caravan = caravan;
    this.merchant = caravan.shop().merchant();
    this.prepared = new PreparedOrders(merchant, CUSTOMERS, ALL);
  }

  /** A run at full speed. */
  private record Run(int orders, double perSecond, Latencies latencies, Cpu cpu, double commits) {}

  /** Measures and prints. */
  void measure() throws Exception {
    refuseIfNotDurable();
    if (Boolean.getBoolean("bench.statements")) {
      countStatements();
    }
    for (String sql : System.getProperty("bench.experiment", "").split(";", -1)) {
      if (!sql.isBlank()) {
        database().sql(sql).update();
      }
    }
    stockUp();
    Awaitility.await().until(relay::isRead);
    double commits = warmUp();

    Run full = measured("NIP-04, full speed", commits, prepared, PRODUCTS);
    Report.memory(caravan.residentKb());
    if (Boolean.getBoolean("bench.short")) {
      return;
    }
    Report.print("at 70 %", loaded(0.7 * full.perSecond()));

    PreparedOrders hot = new PreparedOrders(merchant, CUSTOMERS, ALL.subList(0, 1));
    measured("everyone buys one product", full.commits(), hot, 1);

    OrderHistory.write(database(), HISTORY);
    measured("with " + HISTORY + " orders of history", full.commits(), prepared, PRODUCTS);
    Report.memory(caravan.residentKb());
  }

  /**
   * Until the JIT compiler is done. What PostgreSQL planned for empty tables it plans anew after
   * the first orders, as it does by itself after a minute or two.
   *
   * @return commits an order
   */
  private double warmUp() {
    run(prepared.next(WARM_UP / 10));
    database().sql("ANALYZE").update();
    return run(prepared.next(WARM_UP - WARM_UP / 10)).commits();
  }

  /** A run, between two measurements of its ceiling: the machine is not always as fast. */
  private Run measured(String name, double commits, PreparedOrders orders, int products)
      throws Exception {
    Ceiling before = ceiling(commits, products);
    forgetStatements();
    Run run = run(orders.next(ORDERS));
    printStatements();
    print(name, run, ceiling(run.commits(), products).mean(before));
    return run;
  }

  /**
   * @param products that are bought; with one, all transactions wait for its row
   */
  private Ceiling ceiling(double commits, int products) throws Exception {
    KeyPair reader = KeyPair.generate();
    Terms terms =
        Terms.measure(new PreparedOrders(reader.pubkey(), CUSTOMERS, ALL).next(CUSTOMERS), reader);
    awaitTidiedUp();
    int rows = Ceiling.rows(commits);
    DatabaseTerms database = databaseTerms(rows, PRODUCTS);
    Ceiling ceiling = Ceiling.of(terms, database, commits);
    Report.print(terms, database, ceiling);
    return products == PRODUCTS ? ceiling : ceiling.hot(databaseTerms(rows, products));
  }

  private DatabaseTerms databaseTerms(int rows, int products) throws Exception {
    return DatabaseTerms.measure(caravan.dataSource(), caravan.postgres(), rows, products);
  }

  /** What the run left to be written and to be cleaned up is not the terms'. */
  private void awaitTidiedUp() {
    database().sql("CHECKPOINT").update();
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                database()
                    .sql(
                        """
                        SELECT count(*) = 0 FROM pg_stat_activity
                        WHERE backend_type = 'autovacuum worker'
                        """)
                    .query(Boolean.class)
                    .single());
  }

  private static void print(String name, Run run, Ceiling ceiling) {
    Report.print(name, run.perSecond(), run.latencies(), run.cpu(), run.orders(), ceiling);
  }

  private JdbcClient database() {
    return caravan.database();
  }

  private void refuseIfNotDurable() {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(database().sql("SHOW " + setting).query(String.class).single())
          .as(setting)
          .isEqualTo("on");
    }
  }

  private void countStatements() {
    database().sql("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'").update();
    caravan.close();
    relay.forgetReader();
    caravan.start();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(relay::isRead);
    database().sql("CREATE EXTENSION pg_stat_statements").update();
  }

  private void forgetStatements() {
    if (Boolean.getBoolean("bench.statements")) {
      database().sql("SELECT pg_stat_statements_reset()::text").query(String.class).list();
    }
  }

  private void printStatements() {
    if (Boolean.getBoolean("bench.statements")) {
      database()
          .sql(
              """
              SELECT format('%s ms, %s calls, %s rows, %s us and %s blocks each: %s',
                total_exec_time::bigint, calls, rows, (1000 * mean_exec_time)::bigint,
                (shared_blks_hit + shared_blks_read) / calls,
                left(regexp_replace(query, '\\s+', ' ', 'g'), 150))
              FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 25
              """)
          .query(String.class)
          .list()
          .forEach(line -> System.out.println("BENCH " + line));
    }
  }

  private void stockUp() {
    database()
        .sql(
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, shipping)
            SELECT merchant_id, 'bench-' || i, stall_id, name, description, categories, images,
              price, 100000000, active, FALSE, '[]'
            FROM product, generate_series(0, :last) i WHERE id = 'mug'
            """)
        .param("last", PRODUCTS - 1)
        .update();
  }

  private Run run(List<Event> orders) {
    return run(orders, relay.frames(orders));
  }

  private Run run(List<Event> orders, List<String> frames) {
    long[] latencies = new long[orders.size()];
    int before = relay.answered();
    Cpu cpuBefore = caravan.cpu();
    long commitsBefore = commits();
    long begun = System.nanoTime();
    for (int i = 0; i < frames.size(); i++) {
      int place = i;
      relay.send(orders.get(i), frames.get(i), us -> latencies[place] = us);
    }
    awaitAnswers(before + orders.size());
    double seconds = (System.nanoTime() - begun) / 1e9;
    Cpu used = caravan.cpu().minus(cpuBefore);
    double commits = (commits() - commitsBefore) / (double) orders.size();
    assertThat(refused()).as("a refusal is cheaper than an invoice").isZero();
    return new Run(orders.size(), orders.size() / seconds, new Latencies(latencies), used, commits);
  }

  private Latencies loaded(double perSecond) {
    List<Event> orders = prepared.next((int) (perSecond * LOADED_SECONDS));
    List<String> frames = relay.frames(orders);
    long[] latencies = new long[orders.size()];
    int before = relay.answered();
    long begun = System.nanoTime();
    for (int i = 0; i < orders.size(); i++) {
      long due = begun + (long) (i * 1e9 / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int place = i;
      relay.send(orders.get(i), frames.get(i), us -> latencies[place] = us);
    }
    awaitAnswers(before + orders.size());
    return new Latencies(latencies);
  }

  private void awaitAnswers(int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> relay.answered() >= count);
  }

  private long refused() {
    return database()
        .sql("SELECT count(*) FROM orders WHERE status = 'REJECTED'")
        .query(Long.class)
        .single();
  }

  /** Transactions that wrote something. */
  private long commits() {
    return database().sql("SELECT pg_current_xact_id()::text::bigint").query(Long.class).single();
  }
}
