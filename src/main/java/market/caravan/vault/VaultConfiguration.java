package market.caravan.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import market.caravan.PermanentException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the vault, from the configured key or else from one that the embedded default keeps. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

  @Bean
  Vault vault(VaultProperties properties, ObjectProvider<MasterKey> embedded) {
    MasterKey own = properties.isSet() ? null : embedded.getIfAvailable();
    return new Vault(own == null ? masterKey(properties) : own);
  }

  /** The configured one. */
  static MasterKey masterKey(VaultProperties properties) {
    String key = properties.masterKey();
    if (key != null && !key.isBlank()) {
      return MasterKey.parse(key);
    }
    Path file = properties.file();
    if (file != null) {
      return MasterKey.parse(read(file));
    }
    throw new PermanentException(
        "master-key-missing",
        "There is no master key: set caravan.master-key or caravan.master-key-file");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new PermanentException(
          "master-key-unreadable",
          "The master key can't be read from " + file + ": correct caravan.master-key-file",
          e);
    }
  }
}
