package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import market.caravan.money.Currency;

/** The table {@code product}, all but its reservations: those are the orders' to change. */
final class ProductRows {

  static final String SELECT =
      """
      SELECT p.merchant_id, p.id, p.stall_id, p.name, p.description, p.categories, p.images,
        p.price, p.currency, p.quantity, p.reserved, p.active, p.use_autoreply, p.autoreply_message,
        p.shipping, p.version, p.pending, e.event_id, e.event_created_at
      FROM product p
      LEFT JOIN publication e ON e.merchant_id = p.merchant_id AND e.id = p.id AND e.kind = 30018
      """;

  private ProductRows() {}

  static Product product(ResultSet row, int number) throws SQLException {
    String currency = row.getString("currency");
    return new Product(
        row.getString("merchant_id"),
        row.getString("id"),
        row.getString("stall_id"),
        row.getString("name"),
        row.getString("description"),
        ZoneRows.texts(row, "categories"),
        ZoneRows.texts(row, "images"),
        row.getBigDecimal("price"),
        currency == null ? null : new Currency(currency),
        row.getObject("quantity", Long.class),
        row.getLong("reserved"),
        row.getBoolean("active"),
        row.getBoolean("use_autoreply"),
        row.getString("autoreply_message"),
        List.of(CatalogJson.read(row.getString("shipping"), ShippingCost[].class)),
        row.getLong("version"),
        PublicationRows.publication(row));
  }
}
