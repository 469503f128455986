package market.caravan.catalog;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Changes that a merchant makes to stalls, zones and products; relays are told of each. */
@Repository
public class CatalogChanges {

  private static final String SAVE_ZONE =
      """
      INSERT INTO zone (merchant_id, id, name, currency, cost, countries, changed_at)
      VALUES (:merchant, :id, :name, :currency, :cost, :countries, :at)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET name = excluded.name, currency = excluded.currency, cost = excluded.cost,
          countries = excluded.countries, version = zone.version + 1,
          changed_at = greatest(zone.changed_at, excluded.changed_at)
      """;

  private static final String THAT_SHIP_THERE =
      """
       FROM stall_zone sz
      WHERE sz.merchant_id = :merchant AND sz.zone_id = :id
        AND p.merchant_id = sz.merchant_id AND p.id = sz.stall_id AND p.kind = 30017
      """;

  /** They are not edited themselves: what was published of them elsewhere may still be news. */
  private static final String ANNOUNCE_STALLS =
      "UPDATE publication p SET due = TRUE" + THAT_SHIP_THERE;

  private static final String EDIT_STALLS =
      "UPDATE publication p SET due = TRUE, changed_at = :now" + THAT_SHIP_THERE;

  private static final String SAVE_STALL =
      """
      INSERT INTO stall
        (merchant_id, id, wallet, name, currency, description, image_url, active, pending)
      VALUES (:merchant, :id, :wallet, :name, :currency, :description, :imageUrl, :active, :pending)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET wallet = excluded.wallet, name = excluded.name, currency = excluded.currency,
          description = excluded.description, image_url = excluded.image_url, pending = excluded.pending,
          active = excluded.active, version = stall.version + 1
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
        (merchant_id, id, stall_id, name, description, categories, images, price, currency, quantity,
         active, use_autoreply, autoreply_message, shipping, pending)
      VALUES (:merchant, :id, :stall, :name, :description, :categories, :images, :price, :currency, :quantity,
        :active, :useAutoreply, :autoreply, CAST(:shipping AS jsonb), :pending)
      ON CONFLICT (merchant_id, id) DO UPDATE
      SET stall_id = excluded.stall_id, name = excluded.name, description = excluded.description,
        categories = excluded.categories, images = excluded.images, price = excluded.price,
        currency = excluded.currency, quantity = excluded.quantity, active = excluded.active,
        use_autoreply = excluded.use_autoreply, autoreply_message = excluded.autoreply_message,
        shipping = excluded.shipping, pending = excluded.pending, version = product.version + 1
      """;

  /** Products are shown only with their stall. */
  private static final String ANNOUNCE_PRODUCTS =
      """
      UPDATE publication p SET due = TRUE FROM product
      WHERE product.merchant_id = :merchant AND product.stall_id = :id
        AND p.merchant_id = product.merchant_id AND p.id = product.id AND p.kind = 30018
      """;

  private static final String KEEP_CURRENCY =
      """
      UPDATE product SET currency = :currency
      WHERE merchant_id = :merchant AND stall_id = :id AND currency IS NULL
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  CatalogChanges(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds a zone or changes it; the stalls that ship there are announced anew. */
  @Transactional
  public void save(String merchantId, ShippingZone zone) {
    write(merchantId, zone, clock.instant());
    announceStallsOf(merchantId, zone.id());
  }

  void write(String merchantId, ShippingZone zone, Instant at) {
    jdbc.sql(SAVE_ZONE)
        .param("merchant", merchantId)
        .param("id", zone.id())
        .param("name", zone.name())
        .param("currency", zone.currency().code())
        .param("cost", zone.cost())
        .param("countries", zone.countries().toArray(String[]::new))
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Adds a stall or changes it, with the zones it ships to, which are there already. */
  @Transactional
  public void save(Stall stall) {
    write(stall);
    announce(stall.merchantId(), CatalogEvents.STALL, stall.id());
    announceProductsOf(stall.merchantId(), stall.id());
  }

  void write(Stall stall) {
    jdbc.sql(SAVE_STALL)
        .param("merchant", stall.merchantId())
        .param("id", stall.id())
        .param("wallet", stall.wallet())
        .param("name", stall.name())
        .param("currency", stall.currency().code())
        .param("description", stall.description())
        .param("imageUrl", stall.imageUrl())
        .param("active", stall.active())
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
  }

  /**
   * Adds a product or changes it, all but what is reserved.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException if more is reserved than it is
   *     to have, or there is no such stall
   */
  @Transactional
  public void save(Product product) {
    write(product);
    announce(product.merchantId(), CatalogEvents.PRODUCT, product.id());
  }

  void write(Product product) {
    jdbc.sql(SAVE_PRODUCT)
        .param("merchant", product.merchantId())
        .param("id", product.id())
        .param("stall", product.stallId())
        .param("name", product.name())
        .param("description", product.description())
        .param("categories", product.categories().toArray(String[]::new))
        .param("images", product.images().toArray(String[]::new))
        .param("price", product.price())
        .param("currency", product.currency() == null ? null : product.currency().code())
        .param("quantity", product.quantity())
        .param("active", product.active())
        .param("useAutoreply", product.useAutoreply())
        .param("autoreply", product.autoreplyMessage())
        .param("shipping", CatalogJson.write(product.shipping()))
        .param("pending", product.publication().pending())
        .update();
  }

  /** Takes a zone away; the stalls that ship there are announced without it. */
  @Transactional
  public void deleteZone(String merchantId, String id) {
    of(EDIT_STALLS, merchantId, id).param("now", OffsetDateTime.now(clock)).update();
    of("DELETE FROM stall_zone WHERE merchant_id = :merchant AND zone_id = :id", merchantId, id)
        .update();
    of("DELETE FROM zone WHERE merchant_id = :merchant AND id = :id", merchantId, id).update();
  }

  /** Takes a stall away that has no products any more, and has it taken back from the relays. */
  @Transactional
  public void deleteStall(String merchantId, String id) {
    removeStall(merchantId, id);
    announce(merchantId, CatalogEvents.STALL, id);
  }

  /** Takes a product away, and has it taken back from the relays. */
  @Transactional
  public void deleteProduct(String merchantId, String id) {
    removeProduct(merchantId, id);
    announce(merchantId, CatalogEvents.PRODUCT, id);
  }

  void removeStall(String merchantId, String id) {
    of("DELETE FROM stall WHERE merchant_id = :merchant AND id = :id", merchantId, id).update();
  }

  void removeProduct(String merchantId, String id) {
    of("DELETE FROM product WHERE merchant_id = :merchant AND id = :id", merchantId, id).update();
  }

  /** Has the prices of a stall's products stay what they are, whatever its currency becomes. */
  void keepCurrency(Stall stall) {
    of(KEEP_CURRENCY, stall.merchantId(), stall.id())
        .param("currency", stall.currency().code())
        .update();
  }

  void announceProductsOf(String merchantId, String stallId) {
    of(ANNOUNCE_PRODUCTS, merchantId, stallId).update();
  }

  void announceStallsOf(String merchantId, String zoneId) {
    of(ANNOUNCE_STALLS, merchantId, zoneId).update();
  }

  private void announce(String merchantId, int kind, String id) {
    of(PublicationRows.ANNOUNCE, merchantId, id)
        .param("kind", kind)
        .param("now", OffsetDateTime.now(clock))
        .update();
  }

  private JdbcClient.StatementSpec of(String sql, String merchantId, String id) {
    return jdbc.sql(sql).param("merchant", merchantId).param("id", id);
  }
}
