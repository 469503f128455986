package market.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Halts the process, as a power cut does, when it passes the point that is named in the directory's
 * file {@code halt-at}. The points that it passes at all are listed in {@code passed}.
 */
final class Halt {

  /** By which one tells a halt from any other end. */
  static final int EXIT_CODE = 77;

  private final Path directory;
  private final Path order;
  private final Map<String, Integer> passes = new ConcurrentHashMap<>();

  Halt(Path directory) {
    this.directory = directory;
    this.order = directory.resolve("halt-at");
  }

  void pass(String point) {
    if (passes.putIfAbsent(point, 0) == null) {
      append("passed", point);
    }
    if (Files.exists(order)) {
      countDown(point);
    }
  }

  private void countDown(String point) {
    try {
      Point wanted = Point.parse(Files.readString(order));
      if (point.startsWith(wanted.name())
          && passes.merge(point, 1, Integer::sum) >= wanted.pass()) {
        append("halted", wanted.toString());
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void append(String file, String line) {
    try {
      Files.writeString(
          directory.resolve(file),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
