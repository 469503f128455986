package market.caravan;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.embedded.DataDirectory;
import market.caravan.embedded.EmbeddedDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * A migrated database of one's own on a real PostgreSQL, which all tests of the JVM share. Closing
 * it drops it.
 */
public final class TestDatabase implements AutoCloseable {

  private static final String TEMPLATE = "caravan_template";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name = "test_" + COUNT.incrementAndGet();
  private final HikariDataSource dataSource;

  private TestDatabase() {
    Server.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    dataSource = Server.pool(name);
  }

  /** A copy of the migrated template: the tables are there, and empty. */
  public static TestDatabase create() {
    return new TestDatabase();
  }

  public HikariDataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    dataSource.close();
    Server.execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  /** Started by the first test that needs it, stopped with the JVM. */
  private static final class Server {

    private static final EmbeddedDatabase POSTGRES = start();

    static {
      execute("CREATE DATABASE " + TEMPLATE);
      try (HikariDataSource template = pool(TEMPLATE)) {
        Flyway.configure().dataSource(template).load().migrate();
      }
    }

    private static EmbeddedDatabase start() {
      try {
        Path files = Files.createTempDirectory("caravan-test");
        DataDirectory directory = DataDirectory.open(files);
        EmbeddedDatabase database = EmbeddedDatabase.start(directory, Duration.ofSeconds(60));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(database, directory, files)));
        return database;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedDatabase database, DataDirectory directory, Path files) {
      try {
        database.close();
        directory.close();
        FileSystemUtils.deleteRecursively(files);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static void execute(String sql) {
      try (Connection connection =
              DriverManager.getConnection(
                  POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword());
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    static HikariDataSource pool(String database) {
      HikariConfig config = new HikariConfig();
      config.setPoolName(database);
      config.setJdbcUrl(POSTGRES.getJdbcUrl().replaceFirst("[^/]+$", database));
      config.setUsername(POSTGRES.getUsername());
      config.setPassword(POSTGRES.getPassword());
      config.setMaximumPoolSize(16);
      config.setMinimumIdle(0);
      return new HikariDataSource(config);
    }
  }
}
