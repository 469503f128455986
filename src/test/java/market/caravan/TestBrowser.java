package market.caravan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium without a window, driven by Playwright. It and Node.js, which Playwright runs on, are
 * the machine's own: nothing is downloaded.
 */
final class TestBrowser implements AutoCloseable {

  private static final int OLDEST_NODE = 20;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d");

  private final Playwright playwright;
  private final Browser browser;

  private TestBrowser(Path chromium, Path node) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(chromium));
  }

  /**
   * Opens it, or skips the test where the machine lacks something. {@code -Dcaravan.test.chromium}
   * and {@code -Dcaravan.test.node} say where they are, if not on the PATH.
   */
  static TestBrowser open() {
    Path chromium =
        program(
            "caravan.test.chromium",
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
            1,
            "This needs Chromium: install it (Debian: apt-get install chromium)");
    Path node =
        program(
            "caravan.test.node",
            List.of("node", "nodejs"),
            OLDEST_NODE,
            "This needs Node.js 20 or newer: install it (Debian: apt-get install nodejs)");
    return new TestBrowser(chromium, node);
  }

  /** An empty page that knows nothing of others. */
  Page newPage() {
    return browser.newContext().newPage();
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static Path program(String property, List<String> names, int oldest, String need) {
    Optional<Path> found =
        candidates(System.getProperty(property), names)
            .filter(Files::isExecutable)
            .filter(program -> version(program) >= oldest)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), need + ", or say where it is with -D" + property);
    return found.orElseThrow();
  }

  private static Stream<Path> candidates(@Nullable String place, List<String> names) {
    return place == null
        ? Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        : Stream.of(Path.of(place));
  }

  /** The first part of what a program says is its version, 0 if it does not run. */
  private static int version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      Matcher version = VERSION.matcher(new String(process.getInputStream().readAllBytes(), UTF_8));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
