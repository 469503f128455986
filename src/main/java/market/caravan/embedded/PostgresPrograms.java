package market.caravan.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where PostgreSQL's programs are unpacked to: a directory of the user's own, since what lies in
 * the machine's temporary directory could have been put there by anybody.
 */
final class PostgresPrograms {

  private PostgresPrograms() {}

  /** What is done while nobody else unpacks. */
  interface Unpacking<T> {
    T in(Path directory) throws IOException;
  }

  /** Runs {@code unpacking} alone on this machine, after removing what was unpacked by half. */
  static synchronized <T> T unpacked(Path fallback, Unpacking<T> unpacking) throws IOException {
    Path home = directory(fallback);
    Path unpacked = home.resolve("unpacked");
    try (FileChannel lock =
        FileChannel.open(
            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      Files.createDirectories(unpacked);
      PrivateFiles.deleteIncomplete(unpacked, "PG-", ".exists");
      return unpacking.in(unpacked);
    }
  }

  private static Path directory(Path fallback) throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    Path chosen =
        Files.isDirectory(home) && Files.isWritable(home)
            ? home.resolve(".cache").resolve("caravan-postgres")
            : fallback;
    PrivateFiles.createDirectory(chosen);
    return chosen;
  }
}
