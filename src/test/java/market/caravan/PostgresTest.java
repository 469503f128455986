package market.caravan;

import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Base of the tests, named {@code *IT}, that need PostgreSQL and no Spring: each test method has a
 * migrated, empty database of its own, and a pool that several threads may use.
 */
public abstract class PostgresTest {

  private final TestDatabase database = TestDatabase.create();

  protected final DataSource dataSource = database.dataSource();
  protected final JdbcClient jdbc = JdbcClient.create(dataSource);

  /** Until somebody waits for what a transaction has locked. */
  protected final void awaitLockedOut() {
    Awaitility.await()
        .until(
            jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)").query(Boolean.class)
                ::single);
  }

  @AfterEach
  final void dropDatabase() {
    database.close();
  }
}
