package market.caravan.bench;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What Caravan and its PostgreSQL have used of the processors so far.
 *
 * @param caravan of the Java process
 * @param postgres of the postmaster and the backends that live; one that ended takes its own along
 */
public record Cpu(Duration caravan, Duration postgres) {

  public static Cpu of(ProcessHandle caravan, ProcessHandle postmaster) {
    return new Cpu(
        used(caravan),
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
            .map(Cpu::used)
            .reduce(Duration.ZERO, Duration::plus));
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
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
