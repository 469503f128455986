package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code product}, all but its reservations: those are the orders' to change. */
final class ProductRows implements RowMapper<Product> {

  static final String SELECT =
      """
      SELECT merchant_id, id, stall_id, name, description, categories, images, price, quantity,
        reserved, active, use_autoreply, autoreply_message, shipping, pending, event_id,
        event_created_at
      FROM product
      """;

  private static final String SAVE =
      """
      INSERT INTO product
        (merchant_id, id, stall_id, name, description, categories, images, price, quantity,
         active, use_autoreply, autoreply_message, shipping, pending)
      VALUES (:merchant, :id, :stall, :name, :description, :categories, :images, :price, :quantity,
        :active, :useAutoreply, :autoreply, CAST(:shipping AS jsonb), TRUE)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET stall_id = excluded.stall_id, name = excluded.name, description = excluded.description,
        categories = excluded.categories, images = excluded.images, price = excluded.price,
        quantity = excluded.quantity, active = excluded.active,
        use_autoreply = excluded.use_autoreply, autoreply_message = excluded.autoreply_message,
        shipping = excluded.shipping, pending = TRUE
      """;

  private final CatalogJson json;

  ProductRows(CatalogJson json) {
    this.json = json;
  }

  @Override
  public Product mapRow(ResultSet row, int number) throws SQLException {
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
        List.of(json.read(row.getString("shipping"), ShippingCost[].class)),
        StallRows.publication(row));
  }

  void save(JdbcClient jdbc, Product product) {
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
        .param("shipping", json.write(product.shipping()))
        .update();
  }
}
