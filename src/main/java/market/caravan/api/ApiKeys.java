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
import java.util.Optional;
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

  private static String sha256(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
