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

/**
 * A Chromium without a window, driven by Playwright. It and Node.js, which Playwright runs on, are
 * the machine's own: nothing is downloaded.
 */
final class TestBrowser implements AutoCloseable {

  /** Why a test is skipped that needs a browser. */
  static final String NEEDED =
      "It needs Chromium, and Node.js 20 or newer: on the PATH (Debian: apt-get install chromium"
          + " nodejs), or where -Dcaravan.test.chromium and -Dcaravan.test.node say";

  private static final int OLDEST_NODE = 20;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d");

  private final Playwright playwright;
  private final Browser browser;

  /** Only where {@link #isThere()}. */
  TestBrowser() {
    Map<String, String> environment =
        Map.of(
            "PLAYWRIGHT_NODEJS_PATH",
            node().orElseThrow().toString(),
            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
            "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(chromium().orElseThrow()));
  }

  /** Whether the machine has both; says so on the console if not, for reports hide the reason. */
  static boolean isThere() {
    boolean there = chromium().isPresent() && node().isPresent();
    if (!there) {
      System.out.println("A test is skipped. " + NEEDED);
    }
    return there;
  }

  /** An empty page that knows nothing of others. */
  Page newPage() {
    return browser.newContext().newPage();
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static Optional<Path> chromium() {
    return program(
        "caravan.test.chromium",
        1,
        List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"));
  }

  private static Optional<Path> node() {
    return program("caravan.test.node", OLDEST_NODE, List.of("node", "nodejs"));
  }

  private static Optional<Path> program(String property, int oldest, List<String> names) {
    return candidates(System.getProperty(property), names)
        .filter(Files::isExecutable)
        .filter(program -> version(program) >= oldest)
        .findFirst();
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
