package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import market.caravan.money.Currency;

/** The table {@code zone}. */
final class ZoneRows {

  static final String SELECT =
      """
      SELECT id AS zone_id, name AS zone_name, currency AS zone_currency, cost, countries,
        version AS zone_version
      FROM zone WHERE merchant_id = :merchant
      """;

  private ZoneRows() {}

  static ShippingZone zone(ResultSet row, int number) throws SQLException {
    return new ShippingZone(
        row.getString("zone_id"),
        row.getString("zone_name"),
        new Currency(row.getString("zone_currency")),
        row.getBigDecimal("cost"),
        texts(row, "countries"),
        row.getLong("zone_version"));
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }
}
