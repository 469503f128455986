package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.PermanentException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresIT {

  private static final Duration WAIT = Duration.ofSeconds(60);

  @TempDir Path files;
  private DataDirectory directory;
  private EmbeddedDatabase postgres;

  @BeforeEach
  void start() {
    directory = DataDirectory.open(files);
    postgres = EmbeddedDatabase.start(directory, WAIT);
    jdbc().sql("CREATE TABLE kept AS SELECT 7 AS it").update();
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
    directory.close();
  }

  @Test
  void isDurableAndHeardOnLoopbackOnly() {
    assertThat(setting("fsync")).isEqualTo("on");
    assertThat(setting("synchronous_commit")).isEqualTo("on");
    assertThat(setting("listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(setting("unix_socket_directories")).isEmpty();
  }

  @Test
  void letsNobodyInWithoutItsPassword() throws IOException {
    assertThatThrownBy(() -> jdbc("guess").sql("SELECT 1").query(Integer.class).single())
        .rootCause()
        .hasMessageContaining("password authentication failed");
    assertThat(Files.getPosixFilePermissions(files.resolve("postgres.password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void keepsWhatItHoldsWhenItIsStoppedAndStarted() throws IOException {
    postgres.close();

    assertStartsWithWhatWasKept();
    assertThat(runs(server())).isTrue();
  }

  @Test
  void tellsWhenItEndsUnasked() throws IOException {
    AtomicInteger told = new AtomicInteger();
    postgres.onLoss(told::incrementAndGet);
    ProcessHandle.of(server()).orElseThrow().destroyForcibly();
    await().untilAtomic(told, is(1));
  }

  @Test
  void stopsWhenItIsClosed() throws IOException {
    long server = server();

    postgres.close();

    await().until(() -> !runs(server));
  }

  @Test
  void takesOverFromTheServerThatAKilledCaravanLeftRunning() throws Exception {
    stop();
    Process earlier = EarlierCaravan.startedOn(files);
    long orphan = server();
    earlier.destroyForcibly().waitFor();
    assertThat(runs(orphan)).isTrue();

    directory = DataDirectory.open(files);
    assertStartsWithWhatWasKept();

    assertThat(server()).isNotEqualTo(orphan);
    await().until(() -> !runs(orphan));
  }

  @Test
  void startsAtOnceAfterCaravanAndItsServerWereKilled() throws Exception {
    stop();
    Process earlier = EarlierCaravan.startedOn(files);
    ProcessHandle server = ProcessHandle.of(server()).orElseThrow();
    server.destroyForcibly();
    earlier.destroyForcibly().waitFor();
    server.onExit().join();

    directory = DataDirectory.open(files);
    assertStartsWithWhatWasKept();
  }

  @Test
  void startsWhereTheNumberOfTheKilledServerIsNowAnotherProcess() throws Exception {
    stop();
    Process earlier = EarlierCaravan.startedOn(files);
    ProcessHandle server = ProcessHandle.of(server()).orElseThrow();
    server.destroyForcibly();
    earlier.destroyForcibly().waitFor();
    server.onExit().join();
    List<String> lines = Files.readAllLines(pidFile());
    lines.set(0, String.valueOf(ProcessHandle.current().pid()));
    Files.write(pidFile(), lines);

    directory = DataDirectory.open(files);
    assertStartsWithWhatWasKept();
  }

  @Test
  void beginsAnewWhereItWasKilledWhileItWasFirstMade() throws IOException {
    postgres.close();
    Files.delete(files.resolve("postgres/caravan.complete"));
    Files.delete(files.resolve("postgres/global/pg_control"));

    postgres = EmbeddedDatabase.start(directory, WAIT);

    assertThat(jdbc().sql("SELECT to_regclass('kept')::text").query(String.class).optional())
        .isEmpty();
  }

  @Test
  void saysWhatToDoWhereThePasswordIsGone() throws IOException {
    postgres.close();
    Files.delete(files.resolve("postgres.password"));

    assertThatThrownBy(() -> EmbeddedDatabase.start(directory, WAIT))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("put it back");
  }

  @Test
  void refusesASecondProcessOnTheSameDirectory() {
    assertThatThrownBy(() -> DataDirectory.open(files))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("Another Caravan is running")
        .hasMessageContaining("caravan.data-dir");
  }

  private void assertStartsWithWhatWasKept() {
    postgres = EmbeddedDatabase.start(directory, WAIT);
    assertThat(jdbc().sql("SELECT it FROM kept").query(Integer.class).single()).isEqualTo(7);
  }

  private String setting(String name) {
    return jdbc()
        .sql("SELECT current_setting(:name)")
        .param("name", name)
        .query(String.class)
        .single();
  }

  private JdbcClient jdbc() {
    return jdbc(postgres.getPassword());
  }

  private JdbcClient jdbc(String password) {
    return JdbcClient.create(
        new DriverManagerDataSource(postgres.getJdbcUrl(), postgres.getUsername(), password));
  }

  private Path pidFile() {
    return files.resolve("postgres/postmaster.pid");
  }

  private long server() throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
