package market.caravan.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process of its own that runs the embedded PostgreSQL until it is killed. */
final class EarlierCaravan {

  private static final String UP = "up";

  private EarlierCaravan() {}

  static Process startedOn(Path files) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EarlierCaravan.class.getName(),
                files.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.equals(UP)) {
      line = output.readLine();
    }
    return process;
  }

  public static void main(String[] arguments) throws InterruptedException {
    DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
    EmbeddedDatabase.start(directory, Duration.ofSeconds(60));
    System.out.println(UP);
    new CountDownLatch(1).await();
  }
}
