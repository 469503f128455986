package market.caravan.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crash after every step that an order's way takes, found by watching one: before and after each
 * call of the node and of the relays, in the middle of what was claimed together, around commits,
 * and while a start takes up what the crash before has left. {@code -Dcrash.at=} is a pattern of
 * the steps to be tried; all, unless it is given.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class CrashMatrixIT {

  /** Routes that move no order: what they do is done again by the next reader. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(publish|announce|list|read|get|wake|answer-caller|null).*");

  private static final Pattern STEP =
      Pattern.compile(
          ".*, (after (transacted|direct:|gather:|[A-Za-z0-9]+\\.)|(before|after) (lightning|nostr):).*");

  private static final Pattern CALL =
      Pattern.compile(".*, after (lightning:|nostr:|direct:record|direct:place|gather:).*");

  private static final Pattern WANTED = Pattern.compile(System.getProperty("crash.at", ".*"));

  @TempDir private static Path data;

  private Crashes crashes;

  @BeforeAll
  void start() throws IOException {
    crashes = new Crashes(data);
  }

  @AfterAll
  void stop() {
    crashes.close();
  }

  Stream<Point> steps() {
    List<String> steps =
        crashes.points().stream()
            .filter(point -> STEP.matcher(point).matches())
            .filter(point -> !ELSEWHERE.matcher(point).matches())
            .sorted()
            .toList();
    Stream<Point> amidst =
        steps.stream().filter(CALL.asMatchPredicate()).map(step -> new Point(step, 2));
    return Stream.concat(steps.stream().map(step -> new Point(step, 1)), amidst)
        .filter(point -> WANTED.matcher(point.toString()).find());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void losesNothingAtAStep(Point point) {
    crashes.crashAt(point);
  }

  static Stream<Point> commits() {
    return IntStream.of(1, 2, 3, 5, 8, 13, 21)
        .boxed()
        .flatMap(n -> Stream.of(new Point("before a commit", n), new Point("after a commit", n)));
  }

  @ParameterizedTest
  @MethodSource("commits")
  void losesNothingAroundACommit(Point point) {
    crashes.crashAt(point);
  }

  static Stream<Point> starts() {
    return Stream.of(
        new Point("start, before a statement", 1),
        new Point("start, before a statement", 2),
        new Point("start, recovered", 1));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void losesNothingWhileItStartsAnew(Point point) {
    crashes.crashAt(new Point("after a commit", 4), point);
  }
}
