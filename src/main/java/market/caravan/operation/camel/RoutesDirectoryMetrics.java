package market.caravan.operation.camel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many files of routes from outside run, and how many are broken. */
@Component
class RoutesDirectoryMetrics implements MeterBinder {

  private static final String FILES = "caravan.routes.files";

  private final RoutesDirectory directory;

  RoutesDirectoryMetrics(RoutesDirectory directory) {
    this.directory = directory;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(FILES, directory, d -> d.report().loaded().size())
        .description("Files of caravan.routes-dir")
        .tag("state", "loaded")
        .register(registry);
    Gauge.builder(FILES, directory, d -> d.report().broken().size())
        .description("Files of caravan.routes-dir")
        .tag("state", "broken")
        .register(registry);
  }
}
