package market.caravan.operation.camel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Loads the routes of {@code caravan.routes-dir} once ours have started. A file that is broken is
 * reported, in the log, the health and the metrics, and stops nothing.
 */
@Component
class RoutesDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(RoutesDirectory.class);
  private static final String SUFFIX = ".camel.yaml";

  private final CamelContext camel;
  private final OutsideRoutesProperties properties;
  private volatile RoutesReport report = RoutesReport.NONE;

  RoutesDirectory(CamelContext camel, OutsideRoutesProperties properties) {
    this.camel = camel;
    this.properties = properties;
  }

  /** What was loaded, and what was not; nothing before the application is ready. */
  RoutesReport report() {
    return report;
  }

  @EventListener(ApplicationReadyEvent.class)
  void load() {
    properties.directory().ifPresent(directory -> report = load(directory));
  }

  private RoutesReport load(Path directory) {
    SortedMap<String, List<String>> loaded = new TreeMap<>();
    SortedMap<String, String> broken = new TreeMap<>();
    PackagedRoutes packaged = new PackagedRoutes(camel);
    RouteFileLoader loader = new RouteFileLoader(camel, packaged);
    try {
      for (Path file : files(directory)) {
        String name = file.getFileName().toString();
        load(loader, file, name, loaded, broken);
        putBack(packaged, name, broken);
      }
    } catch (IOException e) {
      broken.put(directory.toString(), Reason.of(e));
      LOG.warn("caravan.routes-dir was not loaded, the rest runs: {}: {}", directory, Reason.of(e));
    }
    return new RoutesReport(directory.toString(), loaded, broken);
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new FileNotFoundException("There is no such directory");
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static void load(
      RouteFileLoader loader,
      Path file,
      String name,
      SortedMap<String, List<String>> loaded,
      SortedMap<String, String> broken) {
    try {
      List<String> ids = loader.load(file);
      loaded.put(name, ids);
      LOG.info("Routes from outside: {} runs {}", name, ids);
    } catch (Exception | LinkageError e) {
      broken.put(name, Reason.of(e));
      LOG.warn("Routes from outside: {} was not loaded, the rest runs: {}", name, Reason.of(e));
    }
  }

  private static void putBack(
      PackagedRoutes packaged, String name, SortedMap<String, String> broken) {
    try {
      List<String> back = packaged.putBack();
      if (!back.isEmpty()) {
        broken.put(name, "It took Caravan's own routes away, which are put back: " + back);
        LOG.error("Routes from outside: {} took away {}, which are put back", name, back);
      }
    } catch (Exception e) {
      broken.put(name, "It took Caravan's own routes away: " + Reason.of(e));
      LOG.error("Routes from outside: {} took away routes of ours for good", name, e);
    }
  }
}
