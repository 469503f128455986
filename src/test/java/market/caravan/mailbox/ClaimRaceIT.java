package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import market.caravan.TestClock;
import org.junit.jupiter.api.Test;

/** Two instances that claim the same message at the same moment. */
class ClaimRaceIT extends MailboxTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void leavesAloneWhatAnotherInstanceClaimsWhileItIsLooking() throws Exception {
    post("hello");
    try (HikariDataSource slow = heldUpAtEveryMessage();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection gate = dataSource.getConnection()) { // closed first, which opens the gate
      gate.setAutoCommit(false);
      run(gate, "SELECT pg_advisory_xact_lock(1)");
      Dispatch ahead = dispatch(slow, new TestClock(START.plus(MINUTE)));
      Future<List<Outgoing>> late = threads.submit(() -> claim(ahead));
      awaitLockedOut();
      Outgoing claimed = claim().getFirst();
      gate.rollback();

      assertThat(late.get()).as("what it saw was not signed yet").isEmpty();
      assertThat(claim(ahead)).extracting(Outgoing::event).containsExactly(claimed.event());
    }
  }

  /** Connections whose statements, having begun, wait at the gate before each row of the outbox. */
  private HikariDataSource heldUpAtEveryMessage() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      String role = "slow_" + connection.getCatalog();
      run(connection, "CREATE ROLE " + role);
      run(connection, "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
      run(
          connection,
          """
          CREATE FUNCTION is_let_through() RETURNS boolean LANGUAGE plpgsql AS $$
          BEGIN
            PERFORM pg_advisory_xact_lock_shared(1);
            RETURN TRUE;
          END $$
          """);
      run(connection, "CREATE POLICY gate ON outbox USING (is_let_through())");
      run(connection, "ALTER TABLE outbox ENABLE ROW LEVEL SECURITY");
      var config = new HikariConfig();
      config.setDataSource(dataSource);
      config.setConnectionInitSql("SET ROLE " + role);
      config.setMaximumPoolSize(1);
      return new HikariDataSource(config);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
