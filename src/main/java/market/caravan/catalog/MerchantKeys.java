package market.caravan.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import market.caravan.PermanentException;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.KeyRing;
import market.caravan.nostr.Pubkey;
import market.caravan.vault.Vault;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The merchants' key pairs: sealed in the database, opened once, then kept in memory. A merchant's
 * key never changes.
 */
@Repository
public class MerchantKeys implements KeyRing, SmartInitializingSingleton {

  private static final String SELECT =
      "SELECT id, private_key_sealed FROM merchant WHERE public_key = :pubkey";

  private static final String ANY = "SELECT id, private_key_sealed FROM merchant LIMIT 1";

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Map<Pubkey, KeyPair> opened = new ConcurrentHashMap<>();

  MerchantKeys(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /**
   * Tries the master key at the start, where somebody reads what is wrong with it.
   *
   * @throws PermanentException if the vault can't open a key that is there
   */
  @Override
  public void afterSingletonsInstantiated() {
    jdbc.sql(ANY).query((row, number) -> open(row.getString(1), row.getBytes(2))).optional();
  }

  /**
   * {@inheritDoc}
   *
   * @throws PermanentException if the vault can't open the key
   */
  @Override
  public Optional<KeyPair> find(Pubkey pubkey) {
    KeyPair known = opened.get(pubkey);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<KeyPair> read =
        jdbc.sql(SELECT)
            .param("pubkey", pubkey.hex())
            .query((row, number) -> open(row.getString(1), row.getBytes(2)))
            .optional();
    read.ifPresent(keyPair -> opened.put(pubkey, keyPair));
    return read;
  }

  /** Forgets the key of a merchant who is gone. */
  void forget(Pubkey pubkey) {
    opened.remove(pubkey);
  }

  byte[] seal(String merchantId, KeyPair keyPair) {
    return vault.seal(keyPair.secret(), context(merchantId));
  }

  private KeyPair open(String merchantId, byte[] sealed) {
    return KeyPair.of(vault.open(sealed, context(merchantId)));
  }

  static String context(String merchantId) {
    return "merchant/" + merchantId;
  }
}
