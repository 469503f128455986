package market.caravan;

import javax.sql.DataSource;
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

  @AfterEach
  final void dropDatabase() {
    database.close();
  }
}
