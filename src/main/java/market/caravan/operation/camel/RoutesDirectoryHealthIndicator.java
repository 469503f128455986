package market.caravan.operation.camel;

import market.caravan.operation.Warning;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Which routes from outside run; WARNING, which answers 200, if a file of them is broken. */
@Component
class RoutesDirectoryHealthIndicator implements HealthIndicator {

  private final RoutesDirectory directory;

  RoutesDirectoryHealthIndicator(RoutesDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Health health() {
    RoutesReport report = directory.report();
    return Warning.unless(report.broken().isEmpty())
        .withDetail("directory", report.directory())
        .withDetail("loaded", report.loaded())
        .withDetail("broken", report.broken())
        .build();
  }
}
