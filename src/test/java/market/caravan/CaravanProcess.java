package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A Caravan in a process of its own, to be killed and started again on the same data. */
final class CaravanProcess implements AutoCloseable {

  private final Path data;
  private final int port = freePort();
  private final List<String> properties;
  private Process process;

  CaravanProcess(Path data, String... properties) {
    this.data = data;
    this.properties = List.of(properties);
    this.process = launch();
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
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

  TestShop shop() {
    return TestShop.in(data);
  }

  /** kill -9 of Java alone: PostgreSQL lives on, as it does for a newcomer. */
  void kill() {
    process.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
  }

  /** kill -9 of everything: Java, and PostgreSQL with its children, which are none of Java's. */
  void killAll() {
    ProcessHandle postgres = postgres();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle(), postgres), postgres.descendants()).toList();
    assertThat(all).hasSizeGreaterThan(2).allMatch(ProcessHandle::isAlive);
    all.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private ProcessHandle postgres() {
    return ProcessHandle.of(Long.parseLong(postmaster(0))).orElseThrow();
  }

  /** A line of PostgreSQL's own file: its pid, .. its port. */
  private String postmaster(int line) {
    try {
      return Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(line).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    process = launch();
  }

  String log() {
    try {
      return Files.readString(data.resolve("caravan.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database, asked from outside. */
  JdbcClient database() {
    return database("caravan");
  }

  JdbcClient database(String name) {
    try {
      String password = Files.readString(data.resolve("postgres.password")).strip();
      return JdbcClient.create(
          new DriverManagerDataSource(
              "jdbc:postgresql://127.0.0.1:" + postmaster(3) + "/" + name, "postgres", password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to stop, as Ctrl-C does, and waits. */
  @Override
  public void close() {
    process.destroy();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
  }

  int exitCode() {
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
