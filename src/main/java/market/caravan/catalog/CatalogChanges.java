package market.caravan.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Changes that a merchant makes to stalls, zones and products; relays are told of each. */
@Repository
public class CatalogChanges {

  private static final String SAVE_ZONE =
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

  private static final String SAVE_STALL =
      """
      INSERT INTO stall
        (merchant_id, id, wallet, name, currency, description, image_url, pending)
      VALUES (:merchant, :id, :wallet, :name, :currency, :description, :imageUrl, :pending)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET wallet = excluded.wallet, name = excluded.name, currency = excluded.currency,
          description = excluded.description, image_url = excluded.image_url, pending = excluded.pending
      """;

  private static final String CLEAR_STALL_ZONES =
      "DELETE FROM stall_zone WHERE merchant_id = :merchant AND stall_id = :id";

  private static final String SAVE_STALL_ZONES =
      """
      INSERT INTO stall_zone (merchant_id, stall_id, zone_id, position)
      SELECT :merchant, :id, zone_id, position
      FROM unnest(:zones) WITH ORDINALITY AS zones (zone_id, position)
      """;

  private static final String SAVE_PRODUCT =
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

  private final JdbcClient jdbc;

  CatalogChanges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a zone or changes it; the stalls that ship there are announced anew. */
  @Transactional
  public void save(String merchantId, ShippingZone zone) {
    jdbc.sql(SAVE_ZONE)
        .param("merchant", merchantId)
        .param("id", zone.id())
        .param("name", zone.name())
        .param("currency", zone.currency().code())
        .param("cost", zone.cost())
        .param("countries", zone.countries().toArray(String[]::new))
        .update();
    jdbc.sql(ANNOUNCE_STALLS).param("merchant", merchantId).param("id", zone.id()).update();
  }

  /** Adds a stall or changes it, with the zones it ships to, which are there already. */
  @Transactional
  public void save(Stall stall) {
    jdbc.sql(SAVE_STALL)
        .param("merchant", stall.merchantId())
        .param("id", stall.id())
        .param("wallet", stall.wallet())
        .param("name", stall.name())
        .param("currency", stall.currency().code())
        .param("description", stall.description())
        .param("imageUrl", stall.imageUrl())
        .param("pending", stall.publication().pending())
        .update();
    jdbc.sql(CLEAR_STALL_ZONES)
        .param("merchant", stall.merchantId())
        .param("id", stall.id())
        .update();
    jdbc.sql(SAVE_STALL_ZONES)
        .param("merchant", stall.merchantId())
        .param("id", stall.id())
        .param("zones", stall.zones().stream().map(ShippingZone::id).toArray(String[]::new))
        .update();
    announce(stall.merchantId(), CatalogEvents.STALL, stall.id());
  }

  /**
   * Adds a product or changes it, all but what is reserved.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException if more is reserved than it is
   *     to have, or there is no such stall
   */
  @Transactional
  public void save(Product product) {
    jdbc.sql(SAVE_PRODUCT)
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
    announce(product.merchantId(), CatalogEvents.PRODUCT, product.id());
  }

  private void announce(String merchantId, int kind, String id) {
    jdbc.sql(PublicationRows.ANNOUNCE)
        .param("merchant", merchantId)
        .param("kind", kind)
        .param("id", id)
        .update();
  }
}
