package market.caravan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import market.caravan.PermanentException;
import org.springframework.util.FileSystemUtils;

/** The files of the embedded PostgreSQL, and its password beside them. */
record PostgresCluster(Path files, Path complete, Path passwordFile, Path log) {

  private static final int PASSWORD_BYTES = 24;
  private static final long LOG_LIMIT_BYTES = 4_000_000;

  static PostgresCluster in(DataDirectory directory) {
    return new PostgresCluster(
        directory.file("postgres"),
        directory.file("postgres").resolve("caravan.complete"),
        directory.file("postgres.password"),
        directory.file("postgres.log"));
  }

  /** Makes way for a server: whatever a killed process left is dealt with. */
  void prepare() throws IOException {
    PostgresLeftover.remove(files);
    if (!Files.exists(complete)) {
      // Killed while it was being made, before anything was stored in it.
      FileSystemUtils.deleteRecursively(files);
    } else if (!Files.exists(passwordFile)) {
      throw new PermanentException(
          "postgres-password-missing",
          passwordFile + " is missing: put it back, or move " + files + " away to begin anew");
    }
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Files.delete(log);
    }
  }

  /** From now on these files are kept. */
  void markComplete() throws IOException {
    if (!Files.exists(complete)) {
      PrivateFiles.write(complete, "");
    }
  }

  /** Drawn when it is first asked for, and the same from then on. */
  String password() throws IOException {
    return PrivateFiles.readOrCreate(passwordFile, PostgresCluster::randomPassword);
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
