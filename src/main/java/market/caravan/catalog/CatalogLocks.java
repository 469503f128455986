package market.caravan.catalog;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What an edit waits for before it looks: one edit of a merchant's catalogue at a time, and of a
 * product none of the orders that take or give back pieces.
 */
@Repository
class CatalogLocks {

  /** Nothing that takes an order wants this lock. */
  private static final String MERCHANT =
      "SELECT id FROM merchant WHERE id = :merchant FOR NO KEY UPDATE";

  private static final String PRODUCT =
      ProductRows.SELECT + "WHERE p.merchant_id = :merchant AND p.id = :id FOR NO KEY UPDATE OF p";

  private static final String PRODUCTS =
      ProductRows.SELECT
          + "WHERE p.merchant_id = :merchant AND p.stall_id = :stall "
          + "ORDER BY p.id FOR NO KEY UPDATE OF p";

  private final JdbcClient jdbc;

  CatalogLocks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void lock(String merchantId) {
    jdbc.sql(MERCHANT).param("merchant", merchantId).query(String.class).optional();
  }

  /** The product as it stands; it stays so until the transaction ends. */
  Optional<Product> product(String merchantId, String id) {
    return jdbc.sql(PRODUCT)
        .param("merchant", merchantId)
        .param("id", id)
        .query(ProductRows::product)
        .optional();
  }

  /** The products of a stall as they stand, in the order of their ids; they stay so. */
  List<Product> productsOfStall(String merchantId, String stallId) {
    return jdbc.sql(PRODUCTS)
        .param("merchant", merchantId)
        .param("stall", stallId)
        .query(ProductRows::product)
        .list();
  }

  /** Whether an open order holds pieces of it, or has it among what is to be delivered. */
  boolean isNeeded(Product product) {
    return product.reserved() > 0 || isProductNeeded(product.merchantId(), product.id());
  }

  boolean isZoneNeeded(String merchantId, String id) {
    return isNeeded("o.shipping_id = :id", merchantId, id);
  }

  boolean isStallNeeded(String merchantId, String id) {
    return isNeeded("o.stall_id = :id", merchantId, id);
  }

  private boolean isProductNeeded(String merchantId, String id) {
    String condition =
        """
        EXISTS (SELECT FROM json_array_elements(o.order_items) item
          WHERE item ->> 'product_id' = :id)
        """;
    return isNeeded(condition, merchantId, id);
  }

  private boolean isNeeded(String condition, String merchantId, String id) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM orders o
              WHERE o.merchant_id = :merchant AND (o.unpaid OR o.paid AND NOT o.shipped) AND (%s))
            """
                .formatted(condition))
        .param("merchant", merchantId)
        .param("id", id)
        .query(Boolean.class)
        .single();
  }
}
