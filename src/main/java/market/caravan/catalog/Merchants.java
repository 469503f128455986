package market.caravan.catalog;

import java.time.Clock;
import java.time.OffsetDateTime;
import market.caravan.nostr.KeyPair;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where accounts and merchants begin; {@link Catalog} reads them. */
@Repository
public class Merchants {

  private static final String OPEN_ACCOUNT =
      "INSERT INTO account (id, created_at) VALUES (:id, :now) ON CONFLICT DO NOTHING";

  private static final String INSERT =
      """
      INSERT INTO merchant
        (id, account_id, public_key, private_key_sealed, active, config, created_at)
      VALUES (:id, :account, :pubkey, :sealed, :active, CAST(:config AS jsonb), :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      "UPDATE merchant SET active = :active, config = CAST(:config AS jsonb) WHERE id = :id";

  private final JdbcClient jdbc;
  private final MerchantKeys keys;
  private final Clock clock;

  Merchants(JdbcClient jdbc, MerchantKeys keys, Clock clock) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.clock = clock;
  }

  /** Opens an account, which has API keys and at most one merchant; an open one stays as it is. */
  public void openAccount(String id) {
    jdbc.sql(OPEN_ACCOUNT).param("id", id).param("now", OffsetDateTime.now(clock)).update();
  }

  /** Whether there is an account of this id. */
  public boolean isAccount(String id) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM account WHERE id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Adds a merchant to an account that has none; the private key is stored sealed. No relay is told
   * of it before the profile is edited: they may know a fuller one, of another client.
   *
   * @return false if the account, or the key, has a merchant
   */
  public boolean add(
      String id, String accountId, KeyPair keyPair, boolean active, MerchantProfile profile) {
    return jdbc.sql(INSERT)
            .param("id", id)
            .param("account", accountId)
            .param("pubkey", keyPair.pubkey().hex())
            .param("sealed", keys.seal(id, keyPair))
            .param("active", active)
            .param("config", CatalogJson.write(profile))
            .param("now", OffsetDateTime.now(clock))
            .update()
        == 1;
  }

  /** Stores whether orders are taken. */
  public void activate(String id, boolean active) {
    jdbc.sql("UPDATE merchant SET active = :active WHERE id = :id")
        .param("id", id)
        .param("active", active)
        .update();
  }

  /** Stores what the merchant tells of themselves, which relays know. */
  void describe(String id, MerchantProfile profile) {
    jdbc.sql("UPDATE merchant SET config = CAST(:config AS jsonb) WHERE id = :id")
        .param("id", id)
        .param("config", CatalogJson.write(profile))
        .update();
  }

  /** Stores whether relays are to show the stalls and products. */
  void publish(String id, boolean published) {
    jdbc.sql("UPDATE merchant SET published = :published WHERE id = :id")
        .param("id", id)
        .param("published", published)
        .update();
  }

  /** Stores whether orders are taken, and what the merchant tells of themselves. */
  public void update(String id, boolean active, MerchantProfile profile) {
    jdbc.sql(UPDATE)
        .param("id", id)
        .param("active", active)
        .param("config", CatalogJson.write(profile))
        .update();
    announceProfile(id);
  }

  private void announceProfile(String id) {
    jdbc.sql(PublicationRows.ANNOUNCE)
        .param("merchant", id)
        .param("kind", CatalogEvents.PROFILE)
        .param("id", "")
        .param("now", OffsetDateTime.now(clock))
        .update();
  }
}
