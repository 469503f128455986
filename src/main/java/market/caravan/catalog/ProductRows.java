package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code product}, all but its reservations: those are the orders' to change. */
final class ProductRows {

  static final String SELECT =
      """
      SELECT p.merchant_id, p.id, p.stall_id, p.name, p.description, p.categories, p.images,
        p.price, p.quantity, p.reserved, p.active, p.use_autoreply, p.autoreply_message,
        p.shipping, p.pending, e.event_id, e.event_created_at
      FROM product p
      LEFT JOIN publication e ON e.merchant_id = p.merchant_id AND e.id = p.id AND e.kind = 30018
      """;

  private static final String SAVE =
      """
      INSERT INTO product
        (merchant_id, id, stall_id, name, description, categories, images, price, quantity,
         active, use_autoreply, autoreply_message, shipping, pending)
      VALUES (:merchant, :id, :stall, :name, :description, :categories, :images, :price, :quantity,
        :active, :useAutoreply, :autoreply, CAST(:shipping AS jsonb), :pending)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET stall_id = excluded.stall_id, name = excluded.name, description = excluded.description,
        categories = excluded.categories, images = excluded.images, price = excluded.price,
        quantity = excluded.quantity, active = excluded.active,
        use_autoreply = excluded.use_autoreply, autoreply_message = excluded.autoreply_message,
        shipping = excluded.shipping, pending = excluded.pending
      """;

  private ProductRows() {}

  static Product product(ResultSet row, int number) throws SQLException {
    return new Product(
        row.getString("merchant_id"),
        row.getString("id"),
        row.getString("stall_id"),
        row.getString("name"),
        row.getString("description"),
        ZoneRows.texts(row, "categories"),
        ZoneRows.texts(row, "images"),
        row.getBigDecimal("price"),
        row.getObject("quantity", Long.class),
        row.getLong("reserved"),
        row.getBoolean("active"),
        row.getBoolean("use_autoreply"),
        row.getString("autoreply_message"),
        List.of(CatalogJson.read(row.getString("shipping"), ShippingCost[].class)),
        PublicationRows.publication(row));
  }

  static void save(JdbcClient jdbc, Product product) {
    jdbc.sql(SAVE)
        .param("merchant", product.merchantId())
        .param("id", product.id())
        .param("stall", product.stallId())
        .param("name", product.name())
        .param("description", product.description())
        .param("categories", product.categories().toArray(String[]::new))
        .param("images", product.images().toArray(String[]::new))
        .param("price", product.price())
        .param("quantity", product.quantity())
        .param("active", product.active())
        .param("useAutoreply", product.useAutoreply())
        .param("autoreply", product.autoreplyMessage())
        .param("shipping", CatalogJson.write(product.shipping()))
        .param("pending", product.publication().pending())
        .update();
    PublicationRows.announce(jdbc, product.merchantId(), 30018, product.id());
  }
}
