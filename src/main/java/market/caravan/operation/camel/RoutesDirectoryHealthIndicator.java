package market.caravan.operation.camel;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** Which routes from outside run; WARNING, which answers 200, if a file of them is broken. */
@Component
class RoutesDirectoryHealthIndicator extends AbstractHealthIndicator {

  private static final Status WARNING = new Status("WARNING");

  private final RoutesDirectory directory;

  RoutesDirectoryHealthIndicator(RoutesDirectory directory) {
    this.directory = directory;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    RoutesReport report = directory.report();
    builder
        .status(report.broken().isEmpty() ? Status.UP : WARNING)
        .withDetail("directory", report.directory())
        .withDetail("loaded", report.loaded())
        .withDetail("broken", report.broken());
  }
}
