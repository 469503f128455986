package market.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Gives an application under test a data directory of its own, deleted when the JVM ends. */
final class TemporaryData implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      Path directory = Files.createTempDirectory("caravan-it");
      TestPropertyValues.of("caravan.data-dir=" + directory).applyTo(context);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAndDelete(context, directory)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeAndDelete(ConfigurableApplicationContext context, Path directory) {
    context.close();
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
