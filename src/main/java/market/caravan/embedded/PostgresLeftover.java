package market.caravan.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import market.caravan.PermanentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a killed Caravan left behind of its PostgreSQL: a server that still runs, or only its
 * postmaster.pid. The caller holds the {@link DataDirectory}, so nobody else uses that server.
 */
final class PostgresLeftover {

  private static final Logger log = LoggerFactory.getLogger(PostgresLeftover.class);

  /** More than any system's greatest process id, so certainly not that of a running process. */
  private static final String NO_PROCESS = String.valueOf(Integer.MAX_VALUE);

  private static final int STOP_WAIT_MS = 100;
  private static final int STOP_WAITS = 600;

  private PostgresLeftover() {}

  /** Stops the server of this cluster if it runs, and makes sure that a new one can start. */
  static void remove(Path cluster) throws IOException {
    Optional<ProcessHandle> process = running(cluster);
    if (process.isEmpty()) {
      return;
    }
    Path pidFile = pidFile(cluster);
    if (serves(process.get(), cluster)) {
      stop(process.get(), pidFile);
    } else {
      forget(pidFile);
    }
  }

  /**
   * The process of this cluster's server, or one that has its number; empty where there is none.
   */
  static Optional<ProcessHandle> running(Path cluster) throws IOException {
    Path pidFile = pidFile(cluster);
    return Files.exists(pidFile)
        ? Files.readAllLines(pidFile).stream().findFirst().flatMap(PostgresLeftover::process)
        : Optional.empty();
  }

  private static Path pidFile(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  private static Optional<ProcessHandle> process(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it is a postgres, and one that was told this very directory. */
  private static boolean serves(ProcessHandle process, Path cluster) {
    ProcessHandle.Info info = process.info();
    boolean postgres =
        info.command()
            .map(c -> Path.of(c).getFileName().toString())
            .orElse("")
            .startsWith("postgres");
    return postgres
        && info.arguments()
            .map(arguments -> List.of(arguments).contains(cluster.toString()))
            .orElse(true);
  }

  private static void stop(ProcessHandle postgres, Path pidFile) throws IOException {
    log.info("Waiting for PostgreSQL, pid {}, to stop", postgres.pid());
    interrupt(postgres);
    try {
      for (int wait = 0; wait < STOP_WAITS; wait++) {
        if (exits(postgres) || !Files.exists(pidFile)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new PermanentException(
        "postgres-left-running",
        "An earlier PostgreSQL on these files does not stop: end process " + postgres.pid());
  }

  /** SIGINT makes it leave its sessions; on SIGTERM, all that Java can send, it waits for them. */
  private static void interrupt(ProcessHandle postgres) throws IOException {
    if (File.separatorChar == '/') {
      new ProcessBuilder("kill", "-INT", String.valueOf(postgres.pid())).start();
    } else {
      postgres.destroy();
    }
  }

  private static boolean exits(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(STOP_WAIT_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The number is another process's by now, and PostgreSQL would refuse to start because of it. The
   * rest of the file stays: by it PostgreSQL sees whether one of the old server's children lives.
   */
  private static void forget(Path pidFile) throws IOException {
    log.info("Taking over from a PostgreSQL that was killed");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.set(0, NO_PROCESS);
    Files.write(pidFile, lines);
  }
}
