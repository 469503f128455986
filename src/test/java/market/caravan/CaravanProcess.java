package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import market.caravan.bench.Cpu;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A Caravan in a process of its own, to be killed and started again on the same data. */
public final class CaravanProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path data;
  private final int port = freePort();
  private final List<String> options;
  private final List<String> properties;
  private Process process;

  /** One that is soon up. */
  public CaravanProcess(Path data, String... properties) {
    this(data, List.of("-XX:TieredStopAtLevel=1"), properties);
  }

  private CaravanProcess(Path data, List<String> options, String... properties) {
    this.data = data;
    this.options = options;
    this.properties = List.of(properties);
    this.process = launch();
  }

  /** One whose JVM has these options. */
  public static CaravanProcess tuned(Path data, List<String> options, String... properties) {
    return new CaravanProcess(data, options, properties);
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(CaravanApplication.class.getName());
    command.add("--server.port=" + port);
    command.add("--caravan.data-dir=" + data);
    properties.forEach(property -> command.add("--" + property));
    File log = data.resolve("caravan.log").toFile();
    try {
      // Surefire's class path ends in an empty element, which is the working directory: in the
      // project's own, routes/ would be found twice.
      return new ProcessBuilder(command)
          .directory(data.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestShop shop() {
    return TestShop.in(data);
  }

  /** kill -9 of Java alone: PostgreSQL lives on, as it does for a newcomer. */
  public void kill() {
    process.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
  }

  /**
   * kill -9 of everything: Java, and PostgreSQL with its children, which are none of Java's and
   * which it has none of yet where it has only just started.
   */
  public void killAll() {
    ProcessHandle postgres = postgres();
    List<ProcessHandle> parents = List.of(process.toHandle(), postgres);
    List<ProcessHandle> all = Stream.concat(parents.stream(), postgres.descendants()).toList();
    assertThat(parents).allMatch(ProcessHandle::isAlive);
    all.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  public ProcessHandle postgres() {
    return ProcessHandle.of(Long.parseLong(postmaster(0))).orElseThrow();
  }

  /** Whether there is a PostgreSQL of its own, in service or about to be. */
  public boolean isPostgresUp() {
    try {
      return postgres().isAlive();
    } catch (UncheckedIOException | NoSuchElementException | NumberFormatException e) {
      return false;
    }
  }

  /** A line of PostgreSQL's own file: its pid, .. its port. */
  private String postmaster(int line) {
    try {
      return Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(line).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void start() {
    process = launch();
  }

  public String log() {
    try {
      return Files.readString(data.resolve("caravan.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database, asked from outside. */
  public JdbcClient database() {
    return database("caravan");
  }

  JdbcClient database(String name) {
    return JdbcClient.create(dataSource(name));
  }

  public DataSource dataSource() {
    return dataSource("caravan");
  }

  private DataSource dataSource(String name) {
    try {
      String password = Files.readString(data.resolve("postgres.password")).strip();
      return new DriverManagerDataSource(
          "jdbc:postgresql://127.0.0.1:" + postmaster(3) + "/" + name, "postgres", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Cpu cpu() {
    return Cpu.of(process.toHandle(), postgres());
  }

  /** Of Java's process, as Linux counts it. */
  public long residentKb() {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes requests. */
  public void awaitUp() {
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(10))
            .build();
    Awaitility.await("Caravan is up")
        .atMost(Duration.ofMinutes(10))
        .ignoreExceptions()
        .failFast("Caravan has ended: see its log", () -> !process.isAlive())
        .until(() -> HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended of itself. */
  public int awaitEnd(Duration patience) {
    Awaitility.await("Caravan ends").atMost(patience).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** Asks it to stop, as Ctrl-C does, and waits. */
  @Override
  public void close() {
    process.destroy();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
  }

  public int exitCode() {
    return process.exitValue();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
