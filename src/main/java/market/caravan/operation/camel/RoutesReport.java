package market.caravan.operation.camel;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the directory of routes.
 *
 * @param directory as it was configured; empty where none is
 * @param loaded the ids of the routes that run, by file
 * @param broken the reason why nothing of it runs, by file; the directory itself if it is missing
 */
record RoutesReport(
    String directory, SortedMap<String, List<String>> loaded, SortedMap<String, String> broken) {

  static final RoutesReport NONE = new RoutesReport("", new TreeMap<>(), new TreeMap<>());

  RoutesReport {
    loaded = Collections.unmodifiableSortedMap(new TreeMap<>(loaded));
    broken = Collections.unmodifiableSortedMap(new TreeMap<>(broken));
  }
}
