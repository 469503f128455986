package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import market.caravan.nostr.Pubkey;

/** The table {@code merchant}, all but the sealed key. */
final class MerchantRows {

  static final String SELECT =
      """
      SELECT id, account_id, public_key, active, config, created_at
      FROM merchant
      """;

  private MerchantRows() {}

  static Merchant merchant(ResultSet row, int number) throws SQLException {
    return new Merchant(
        row.getString("id"),
        row.getString("account_id"),
        new Pubkey(row.getString("public_key")),
        row.getBoolean("active"),
        CatalogJson.read(row.getString("config"), MerchantProfile.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
