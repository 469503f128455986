package market.caravan.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The keys that callers of the API show. Only their SHA-256 is kept: a key is 128 random bits, so
 * that there is nothing to guess and nothing for a slow hash to slow down.
 */
@Repository
public class ApiKeys {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String INSERT =
      """
      INSERT INTO api_key (key_sha256, account_id, kind, created_at)
      VALUES (:sha256, :account, :kind, :now)
      """;

  private static final String FIND =
      """
      SELECT k.account_id, k.kind, m.id AS merchant_id
      FROM api_key k LEFT JOIN merchant m ON m.account_id = k.account_id
      WHERE k.key_sha256 = :sha256
      """;

  private static final int MOST_LISTED = 1_000;

  private static final String LIST =
      """
      SELECT k.*, m.id AS merchant_id
      FROM api_key k LEFT JOIN merchant m ON m.account_id = k.account_id
      WHERE cast(:account AS text) IS NULL OR k.account_id = :account
      ORDER BY k.created_at DESC, k.key_sha256 LIMIT :most
      """;

  private static final String REVOKE =
      "DELETE FROM api_key WHERE account_id = :account AND left(key_sha256, 16) = :id";

  private final JdbcClient jdbc;
  private final Clock clock;

  ApiKeys(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A new key of an account that exists, as 32 hex digits; it can never be shown again. */
  public String create(String accountId, KeyKind kind) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String key = HexFormat.of().formatHex(random);
    jdbc.sql(INSERT)
        .param("sha256", sha256(key))
        .param("account", accountId)
        .param("kind", kind.name())
        .param("now", OffsetDateTime.now(clock))
        .update();
    return key;
  }

  /**
   * The keys of an account, oldest first; of all accounts where that is null, of the newest
   * thousand keys.
   */
  public List<KeyEntry> list(@Nullable String accountId) {
    return jdbc.sql(LIST)
        .param("account", accountId)
        .param("most", MOST_LISTED)
        .query(ApiKeys::entry)
        .list()
        .reversed();
  }

  private static KeyEntry entry(ResultSet row, int number) throws SQLException {
    return new KeyEntry(
        row.getString("account_id"),
        row.getString("merchant_id"),
        row.getString("key_sha256").substring(0, KeyEntry.ID_LENGTH),
        KeyKind.valueOf(row.getString("kind")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** From now on this key opens nothing; false where the account has none of that id. */
  public boolean revoke(String accountId, String keyId) {
    return keyId.length() == KeyEntry.ID_LENGTH
        && jdbc.sql(REVOKE).param("account", accountId).param("id", keyId).update() > 0;
  }

  /** Whose key this is; empty where nobody's. */
  public Optional<Caller> find(String key) {
    return jdbc.sql(FIND).param("sha256", sha256(key)).query(ApiKeys::caller).optional();
  }

  private static Caller caller(ResultSet row, int number) throws SQLException {
    return new Caller(
        row.getString("account_id"),
        KeyKind.valueOf(row.getString("kind")),
        row.getString("merchant_id"));
  }

  static String sha256(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
