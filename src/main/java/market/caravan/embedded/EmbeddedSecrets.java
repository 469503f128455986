package market.caravan.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import market.caravan.PermanentException;
import market.caravan.operation.OperatorKey;
import market.caravan.vault.MasterKey;

/** Keys that nobody has configured: drawn at the first start, and kept in files of their own. */
final class EmbeddedSecrets {

  private EmbeddedSecrets() {}

  static String masterKey(DataDirectory directory) {
    return read(directory.file("master.key"), MasterKey::generate);
  }

  static String operatorKey(DataDirectory directory) {
    return read(directory.file("operator.key"), OperatorKey::generate);
  }

  private static String read(Path file, Supplier<String> draw) {
    try {
      return PrivateFiles.readOrCreate(file, draw);
    } catch (IOException e) {
      throw new PermanentException(
          "key-unreadable", file + " can't be read or written: correct its permissions", e);
    }
  }
}
