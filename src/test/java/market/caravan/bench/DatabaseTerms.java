package market.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What one transaction of five statements costs on this PostgreSQL, with {@value #CLIENTS} clients.
 *
 * @param rows that each of the statements writes
 * @param perSecond how many of them it commits
 * @param clientUs microseconds of a processor that each costs the client
 * @param serverUs and PostgreSQL
 */
record DatabaseTerms(int rows, double perSecond, double clientUs, double serverUs) {

  private static final int CLIENTS = 8;
  private static final int ROWS_EACH = 3_000;
  private static final int PRODUCTS = 1_000;

  private static final List<String> STATEMENTS =
      List.of(
          "INSERT INTO bench_message SELECT gen_random_uuid(), repeat('m', 700) FROM unnest(?)",
          "INSERT INTO bench_order SELECT gen_random_uuid(), repeat('o', 600) FROM unnest(?)",
          "UPDATE bench_product SET reserved = reserved + 2 WHERE id IN"
              + " (SELECT id FROM bench_product WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE)",
          "INSERT INTO bench_invoice SELECT gen_random_uuid(), repeat('l', 300) FROM unnest(?)",
          "INSERT INTO bench_outbox (content) SELECT repeat('r', 700) FROM unnest(?)");

  /**
   * Each is run twice, and the second time counts.
   *
   * @param rows how many orders share a transaction
   * @param products among which the orders choose: with one, all transactions wait for its row
   */
  static DatabaseTerms measure(
      DataSource database, ProcessHandle postmaster, int rows, int products)
      throws SQLException, InterruptedException, ExecutionException {
    createTables(database);
    Load load = new Load(rows, Math.min(products, PRODUCTS));
    run(database, load);
    ProcessHandle self = ProcessHandle.current();
    long clientBefore = clientCpuNanos();
    List<Client> clients = open(database, load);
    Cpu before = Cpu.of(self, postmaster);
    long begun = System.nanoTime();
    run(clients);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Cpu used = Cpu.of(self, postmaster).minus(before);
    long clientNanos = clientCpuNanos() - clientBefore;
    for (Client client : clients) {
      client.connection().close();
    }
    int all = CLIENTS * (ROWS_EACH / rows);
    return new DatabaseTerms(
        rows, all / seconds, clientNanos / 1_000.0 / all, used.postgresUs(all));
  }

  private static long clientCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void createTables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "DROP TABLE IF EXISTS bench_message, bench_order, bench_product, bench_invoice, bench_outbox");
      statement.execute("CREATE TABLE bench_message (event_id UUID PRIMARY KEY, content TEXT)");
      statement.execute("CREATE TABLE bench_order (id UUID PRIMARY KEY, content TEXT)");
      statement.execute("CREATE TABLE bench_product (id INTEGER PRIMARY KEY, reserved BIGINT)");
      statement.execute("CREATE TABLE bench_invoice (hash UUID PRIMARY KEY, bolt11 TEXT)");
      statement.execute("CREATE TABLE bench_outbox (seq BIGSERIAL PRIMARY KEY, content TEXT)");
      statement.execute(
          "INSERT INTO bench_product SELECT i, 0 FROM generate_series(1, " + PRODUCTS + ") i");
    }
  }

  private record Load(int rows, int products) {}

  private record Client(Connection connection, List<PreparedStatement> statements, Load load)
      implements Callable<Integer> {

    @Override
    public Integer call() throws SQLException {
      int transactions = ROWS_EACH / load.rows();
      for (int i = 0; i < transactions; i++) {
        Array ids = connection.createArrayOf("integer", ids());
        for (PreparedStatement statement : statements) {
          statement.setArray(1, ids);
          statement.executeUpdate();
        }
        connection.commit();
      }
      return transactions;
    }

    /** One product for each row, in rising order so that no two clients wait for each other. */
    private Integer[] ids() {
      int first =
          ThreadLocalRandom.current().nextInt(Math.max(1, load.products() - load.rows() + 1)) + 1;
      return IntStream.range(0, load.rows())
          .map(i -> Math.min(first + i, load.products()))
          .boxed()
          .toArray(Integer[]::new);
    }
  }

  private static List<Client> open(DataSource database, Load load) throws SQLException {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      List<PreparedStatement> statements = new ArrayList<>();
      for (String sql : STATEMENTS) {
        statements.add(connection.prepareStatement(sql));
      }
      clients.add(new Client(connection, statements, load));
    }
    return clients;
  }

  private static void run(DataSource database, Load load)
      throws SQLException, InterruptedException, ExecutionException {
    List<Client> clients = open(database, load);
    run(clients);
    for (Client client : clients) {
      client.connection().close();
    }
  }

  private static void run(List<Client> clients) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Integer> client : threads.invokeAll(clients)) {
        client.get();
      }
    }
  }
}
