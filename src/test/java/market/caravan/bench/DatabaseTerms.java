package market.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
import javax.sql.DataSource;

/**
 * What one transaction of five statements costs on this PostgreSQL, with {@value #CLIENTS} clients.
 *
 * @param perSecond how many of them it commits
 * @param clientUs microseconds of a processor that each costs the client
 * @param serverUs and PostgreSQL
 */
record DatabaseTerms(double perSecond, double clientUs, double serverUs) {

  private static final int CLIENTS = 8;
  private static final int EACH = 1_500;
  private static final int PRODUCTS = 100;

  private static final List<String> STATEMENTS =
      List.of(
          "INSERT INTO bench_message (event_id, content) VALUES (gen_random_uuid(), repeat('m', 700))",
          "INSERT INTO bench_order (id, content) VALUES (gen_random_uuid(), repeat('o', 600))",
          "UPDATE bench_product SET reserved = reserved + 2 WHERE id = ?",
          "INSERT INTO bench_invoice (hash, bolt11) VALUES (gen_random_uuid(), repeat('l', 300))",
          "INSERT INTO bench_outbox (content) VALUES (repeat('r', 700))");

  /** The place of the one that has a parameter. */
  private static final int UPDATE = 2;

  static DatabaseTerms measure(DataSource database, ProcessHandle postmaster)
      throws SQLException, InterruptedException, ExecutionException {
    createTables(database);
    run(database);
    ProcessHandle self = ProcessHandle.current();
    long clientBefore = clientCpuNanos();
    List<Client> clients = open(database);
    Cpu before = Cpu.of(self, postmaster);
    long begun = System.nanoTime();
    run(clients);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Cpu used = Cpu.of(self, postmaster).minus(before);
    long clientNanos = clientCpuNanos() - clientBefore;
    for (Client client : clients) {
      client.connection().close();
    }
    int all = CLIENTS * EACH;
    return new DatabaseTerms(all / seconds, clientNanos / 1_000.0 / all, used.postgresUs(all));
  }

  private static long clientCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void createTables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench_message (event_id UUID PRIMARY KEY, content TEXT)");
      statement.execute("CREATE TABLE bench_order (id UUID PRIMARY KEY, content TEXT)");
      statement.execute("CREATE TABLE bench_product (id INTEGER PRIMARY KEY, reserved BIGINT)");
      statement.execute("CREATE TABLE bench_invoice (hash UUID PRIMARY KEY, bolt11 TEXT)");
      statement.execute("CREATE TABLE bench_outbox (seq BIGSERIAL PRIMARY KEY, content TEXT)");
      statement.execute(
          "INSERT INTO bench_product SELECT i, 0 FROM generate_series(1, " + PRODUCTS + ") i");
    }
  }

  private record Client(Connection connection, List<PreparedStatement> statements)
      implements Callable<Integer> {

    @Override
    public Integer call() throws SQLException {
      for (int i = 0; i < EACH; i++) {
        statements.get(UPDATE).setInt(1, ThreadLocalRandom.current().nextInt(PRODUCTS) + 1);
        for (PreparedStatement statement : statements) {
          statement.executeUpdate();
        }
        connection.commit();
      }
      return EACH;
    }
  }

  private static List<Client> open(DataSource database) throws SQLException {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      List<PreparedStatement> statements = new ArrayList<>();
      for (String sql : STATEMENTS) {
        statements.add(connection.prepareStatement(sql));
      }
      clients.add(new Client(connection, statements));
    }
    return clients;
  }

  private static void run(DataSource database)
      throws SQLException, InterruptedException, ExecutionException {
    List<Client> clients = open(database);
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
