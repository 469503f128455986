package market.caravan.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code demo.json} in the data directory, readable for its owner only. */
final class DemoFile {

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;

  DemoFile(DataDirectory directory) {
    this.file = directory.file("demo.json");
  }

  /** What an earlier start wrote; empty where there is none, or nothing that can be read. */
  Optional<Demo> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Demo.class));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // written anew
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Demo demo) {
    try {
      PrivateFiles.write(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(demo) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
