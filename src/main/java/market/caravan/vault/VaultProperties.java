package market.caravan.vault;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The key under which merchants' private keys and preimages are stored: 32 bytes in hex or base64.
 *
 * @param masterKey the key itself, best from the environment: CARAVAN_MASTERKEY
 * @param masterKeyFile a file with the key in it, read at the start; used where no key is given
 */
@ConfigurationProperties("caravan")
record VaultProperties(@Nullable String masterKey, @Nullable String masterKeyFile) {

  boolean isSet() {
    return (masterKey != null && !masterKey.isBlank()) || file() != null;
  }

  /** The file's absolute path; null where none is named. */
  @Nullable Path file() {
    return masterKeyFile == null || masterKeyFile.isBlank()
        ? null
        : Path.of(masterKeyFile).toAbsolutePath();
  }

  @Override
  public String toString() {
    return "VaultProperties[masterKeyFile=" + masterKeyFile + "]";
  }
}
