package market.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import market.caravan.CaravanProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Caravan that halts where it is told, is started again, and whose books are checked then. */
final class Crashes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Crashes.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path halts;
  private final CaravanProcess caravan;
  private final Crowd crowd;
  private final Books books;

  Crashes(Path data) throws IOException {
    halts = Files.createDirectories(data.resolve("halts"));
    caravan =
        new CaravanProcess(
            data,
            "spring.main.sources=" + HaltPoints.class.getName(),
            "caravan.test.halts=" + halts,
            "caravan.checkout.invoice-expiry=6h");
    caravan.awaitUp();
    crowd = new Crowd(caravan);
    books = new Books(caravan);
  }

  /** All points that are passed when everything happens once, without a crash. */
  List<String> points() {
    crowd.begin(new CountDownLatch(0));
    crowd.come();
    crowd.awaitAll();
    books.assertBalanceOnceSettled();
    return lines("passed").stream().distinct().toList();
  }

  /**
   * Crashes at each of these points while everything is in flight, the later ones after a start on
   * what the earlier ones have left; then lets everything end, and checks the books.
   */
  void crashAt(Point... points) {
    beWell();
    CountDownLatch go = new CountDownLatch(1);
    crowd.begin(go);
    arm(points[0]);
    go.countDown();
    crowd.come();
    assertHalted(points[0]);
    for (Point next : List.of(points).subList(1, points.length)) {
      arm(next);
      caravan.start();
      assertHalted(next);
    }
    goOn();
    LOG.info("Crashed at {}: all in order", List.of(points));
  }

  /** Whatever has become of the crash before. */
  private void beWell() {
    disarm();
    crowd.forget();
    if (!caravan.isAlive()) {
      caravan.start();
      caravan.awaitUp();
    }
  }

  private void disarm() {
    try {
      Files.deleteIfExists(halts.resolve("halt-at"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void arm(Point point) {
    try {
      Path draft = Files.writeString(halts.resolve("draft"), point.toString());
      Files.move(
          draft,
          halts.resolve("halt-at"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It was our halt, at this point, and nothing else. */
  private void assertHalted(Point point) {
    assertThat(caravan.awaitEnd(PATIENCE)).as("exit code").isEqualTo(Halt.EXIT_CODE);
    assertThat(lines("halted")).last().isEqualTo(point.toString());
  }

  private void goOn() {
    disarm();
    caravan.start();
    caravan.awaitUp();
    crowd.awaitAll();
    books.assertBalanceOnceSettled();
  }

  private List<String> lines(String file) {
    try (Stream<String> lines = Files.lines(halts.resolve(file))) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    crowd.close();
    caravan.close();
  }
}
