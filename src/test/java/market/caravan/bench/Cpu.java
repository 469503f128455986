package market.caravan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What Caravan and its PostgreSQL have used of the processors so far, as Linux counts it.
 *
 * @param caravan of the Java process
 * @param postgres of the postmaster, of the processes that it has, and of those that have ended
 */
public record Cpu(Duration caravan, Duration postgres) {

  /** Of a process's own fields in /proc, after its name: in user mode, and in the kernel. */
  private static final int OWN = 11;

  /** The same of its children that have ended. */
  private static final int OF_ENDED_CHILDREN = 13;

  private static final long TICK_MS = 10;

  public static Cpu of(ProcessHandle caravan, ProcessHandle postmaster) {
    return new Cpu(
        used(caravan, OWN),
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
            .map(process -> used(process, OWN))
            .reduce(used(postmaster, OF_ENDED_CHILDREN), Duration::plus));
  }

  private static Duration used(ProcessHandle process, int field) {
    Path file = Path.of("/proc", String.valueOf(process.pid()), "stat");
    try {
      String stat = Files.readString(file);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Duration.ofMillis(
          TICK_MS * (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])));
    } catch (IOException e) {
      if (!process.isAlive()) {
        return Duration.ZERO; // it has just ended: its postmaster has it
      }
      throw new UncheckedIOException(e);
    }
  }

  Cpu minus(Cpu before) {
    return new Cpu(caravan.minus(before.caravan), postgres.minus(before.postgres));
  }

  double caravanUs(int orders) {
    return caravan.toNanos() / 1_000.0 / orders;
  }

  double postgresUs(int orders) {
    return postgres.toNanos() / 1_000.0 / orders;
  }
}
