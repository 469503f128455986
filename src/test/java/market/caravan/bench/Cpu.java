package market.caravan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What Caravan, its PostgreSQL and we have used of the processors so far, as Linux counts it.
 *
 * @param caravan of the Java process
 * @param postgres of the postmaster, of the processes that it has, and of those that have ended
 * @param own of this process, which is the relay
 */
public record Cpu(Duration caravan, Duration postgres, Duration own) {

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
            .reduce(used(postmaster, OF_ENDED_CHILDREN), Duration::plus),
        used(ProcessHandle.current(), OWN));
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
    return new Cpu(
        caravan.minus(before.caravan), postgres.minus(before.postgres), own.minus(before.own));
  }

  double caravanUs(int orders) {
    return us(caravan, orders);
  }

  double postgresUs(int orders) {
    return us(postgres, orders);
  }

  double ownUs(int orders) {
    return us(own, orders);
  }

  private static double us(Duration used, int orders) {
    return used.toNanos() / 1_000.0 / orders;
  }
}
