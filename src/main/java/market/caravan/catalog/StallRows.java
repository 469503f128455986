package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/** The tables {@code stall} and {@code stall_zone}: a row per stall and zone, stalls together. */
final class StallRows {

  static final String SELECT =
      """
      SELECT s.merchant_id, s.id, s.wallet, s.name, s.currency, s.description, s.image_url,
        s.active, s.version, s.pending, p.event_id, p.event_created_at, z.id AS zone_id, z.name AS zone_name,
        z.currency AS zone_currency, z.cost, z.countries, z.version AS zone_version
      FROM stall s
      LEFT JOIN publication p ON p.merchant_id = s.merchant_id AND p.id = s.id AND p.kind = 30017
      LEFT JOIN stall_zone sz ON sz.merchant_id = s.merchant_id AND sz.stall_id = s.id
      LEFT JOIN zone z ON z.merchant_id = sz.merchant_id AND z.id = sz.zone_id
      """;

  static final String ORDER = " ORDER BY s.merchant_id, s.id, sz.position";

  private StallRows() {}

  static List<Stall> stalls(ResultSet row) throws SQLException {
    List<Stall> stalls = new ArrayList<>();
    List<ShippingZone> zones = new ArrayList<>();
    Stall stall = null;
    while (row.next()) {
      if (stall == null || !isOf(stall, row)) {
        addTo(stalls, stall, zones);
        stall = stallWithoutZones(row);
        zones.clear();
      }
      if (row.getString("zone_id") != null) {
        zones.add(ZoneRows.zone(row, zones.size()));
      }
    }
    addTo(stalls, stall, zones);
    return stalls;
  }

  private static void addTo(List<Stall> stalls, @Nullable Stall stall, List<ShippingZone> zones) {
    if (stall != null) {
      stalls.add(stall.withZones(zones));
    }
  }

  private static boolean isOf(Stall stall, ResultSet row) throws SQLException {
    return stall.merchantId().equals(row.getString("merchant_id"))
        && stall.id().equals(row.getString("id"));
  }

  private static Stall stallWithoutZones(ResultSet row) throws SQLException {
    return new Stall(
        row.getString("merchant_id"),
        row.getString("id"),
        row.getString("wallet"),
        row.getString("name"),
        new Currency(row.getString("currency")),
        row.getString("description"),
        row.getString("image_url"),
        List.of(),
        row.getBoolean("active"),
        row.getLong("version"),
        PublicationRows.publication(row));
  }
}
