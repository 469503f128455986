package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import market.caravan.money.Currency;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code zone}. */
final class ZoneRows {

  static final String SELECT =
      """
      SELECT id AS zone_id, name AS zone_name, currency AS zone_currency, cost, countries
      FROM zone WHERE merchant_id = :merchant ORDER BY name, id
      """;

  private static final String SAVE =
      """
      INSERT INTO zone (merchant_id, id, name, currency, cost, countries)
      VALUES (:merchant, :id, :name, :currency, :cost, :countries)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET name = excluded.name, currency = excluded.currency, cost = excluded.cost,
          countries = excluded.countries
      """;

  private static final String ANNOUNCE_STALLS =
      """
      UPDATE publication p SET due = TRUE FROM stall_zone sz
      WHERE sz.merchant_id = :merchant AND sz.zone_id = :id
        AND p.merchant_id = sz.merchant_id AND p.id = sz.stall_id AND p.kind = 30017
      """;

  private ZoneRows() {}

  static ShippingZone zone(ResultSet row, int number) throws SQLException {
    return new ShippingZone(
        row.getString("zone_id"),
        row.getString("zone_name"),
        new Currency(row.getString("zone_currency")),
        row.getBigDecimal("cost"),
        texts(row, "countries"));
  }

  static void save(JdbcClient jdbc, String merchantId, ShippingZone zone) {
    jdbc.sql(SAVE)
        .param("merchant", merchantId)
        .param("id", zone.id())
        .param("name", zone.name())
        .param("currency", zone.currency().code())
        .param("cost", zone.cost())
        .param("countries", zone.countries().toArray(String[]::new))
        .update();
    jdbc.sql(ANNOUNCE_STALLS).param("merchant", merchantId).param("id", zone.id()).update();
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }
}
