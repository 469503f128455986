package market.caravan.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import market.caravan.PermanentException;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * A real PostgreSQL of our own, durable like any other: for trying Caravan out, and for its tests.
 * It listens on loopback only, on a port of its own, and asks for a password that is drawn once.
 */
public final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

  private static final String USER = "postgres";
  private static final String NAME = "caravan";

  private final EmbeddedPostgres postgres;
  private final PostgresCluster cluster;
  private final String password;
  private final Optional<ProcessHandle> server;
  private volatile boolean closing;

  private EmbeddedDatabase(EmbeddedPostgres postgres, PostgresCluster cluster, String password)
      throws IOException {
    this.server = PostgresLeftover.running(cluster.files());
    this.postgres = postgres;
    this.cluster = cluster;
    this.password = password;
  }

  /**
   * Starts it on the directory's files, after stopping what a killed process left running there.
   *
   * @throws PermanentException if it doesn't start
   */
  public static EmbeddedDatabase start(DataDirectory directory, Duration wait) {
    refuseRootWithoutUnshare();
    PostgresCluster cluster = PostgresCluster.in(directory);
    try {
      cluster.prepare();
      EmbeddedDatabase database =
          PostgresPrograms.unpacked(
              directory.file("postgres-programs"), programs -> start(cluster, programs, wait));
      database.createDatabase();
      cluster.markComplete();
      return database;
    } catch (PermanentException e) {
      throw e;
    } catch (IOException | SQLException | RuntimeException e) {
      throw new PermanentException(
          "postgres-not-started",
          "The embedded PostgreSQL did not start, "
              + cluster.log()
              + " says why: set spring.datasource.url to use another one",
          e);
    }
  }

  /** PostgreSQL never runs as root; unshare gives it another identity, of no rights. */
  private static void refuseRootWithoutUnshare() {
    if ("root".equals(System.getProperty("user.name"))
        && LinuxUtils.getDistributionName() != null
        && !LinuxUtils.isUnshareAvailable()) {
      throw new PermanentException(
          "postgres-as-root",
          "The embedded PostgreSQL can't run as root without a working `unshare -U` (package"
              + " util-linux, user namespaces allowed): run Caravan as another user, or set"
              + " spring.datasource.url");
    }
  }

  private static EmbeddedDatabase start(PostgresCluster cluster, Path programs, Duration wait)
      throws IOException {
    String password = cluster.password();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster.files())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(programs.toFile())
            .setPGStartupWait(wait)
            .setOutputRedirector(Redirect.appendTo(cluster.log().toFile()))
            .setConnectConfig("password", password);
    initialise(builder, cluster);
    serve(builder);
    return new EmbeddedDatabase(builder.start(), cluster, password);
  }

  /** Options of initdb, the first time: the library's own default would let anybody in. */
  private static void initialise(EmbeddedPostgres.Builder builder, PostgresCluster cluster) {
    builder
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("pwfile", cluster.passwordFile().toString())
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8");
  }

  private static void serve(EmbeddedPostgres.Builder builder) {
    builder
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "60")
        // Orders' indexes are on random keys: their pages are to stay in memory, and not to be
        // written whole after each of many checkpoints.
        .setServerConfig("shared_buffers", "512MB")
        .setServerConfig("max_wal_size", "4GB")
        .setServerConfig("checkpoint_timeout", "15min")
        // An error's text would name what a customer wrote; the application reports it anyway.
        .setServerConfig("log_min_messages", "log");
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + NAME);
    }
  }

  @Override
  public String getUsername() {
    return USER;
  }

  @Override
  public String getPassword() {
    return password;
  }

  @Override
  public String getJdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + NAME;
  }

  /** Runs the action if the server ends before it is closed. */
  void onLoss(Runnable action) {
    Thread.ofVirtual().name("database-watch").start(() -> watch(action));
  }

  private void watch(Runnable action) {
    server.ifPresent(process -> process.onExit().join());
    if (!closing) {
      action.run();
    }
  }

  Path log() {
    return cluster.log();
  }

  /** Stops the server and waits until all that it holds is on the disk. */
  @Override
  public void close() throws IOException {
    closing = true;
    postgres.close();
    // The library waits five seconds only, a busy server's last checkpoint may take longer.
    PostgresLeftover.remove(cluster.files());
  }
}
