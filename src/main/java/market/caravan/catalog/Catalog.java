package market.caravan.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import market.caravan.nostr.Pubkey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The merchants, their stalls, shipping zones and products, as they stand. */
@Repository
public class Catalog {

  private final JdbcClient jdbc;

  public Catalog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Every merchant, active or not, oldest first. */
  public List<Merchant> merchants() {
    return jdbc.sql(MerchantRows.SELECT + "ORDER BY created_at, id")
        .query(MerchantRows::merchant)
        .list();
  }

  /** Empty where there is no such merchant. */
  public Optional<Merchant> merchant(String id) {
    return merchantWhere("id = :value", id);
  }

  /** Empty where the key is none of our merchants'. */
  public Optional<Merchant> merchant(Pubkey pubkey) {
    return merchantWhere("public_key = :value", pubkey.hex());
  }

  /** Empty where the account has no merchant yet. */
  public Optional<Merchant> merchantOfAccount(String accountId) {
    return merchantWhere("account_id = :value", accountId);
  }

  private Optional<Merchant> merchantWhere(String condition, String value) {
    return jdbc.sql(MerchantRows.SELECT + "WHERE " + condition)
        .param("value", value)
        .query(MerchantRows::merchant)
        .optional();
  }

  /**
   * What pricing needs to know of an order, in two round trips: the products of these ids, and the
   * stalls of those. Ids that the merchant does not have are left out.
   */
  public Goods goods(String merchantId, Collection<String> productIds) {
    List<Product> products = products(merchantId, productIds);
    if (products.isEmpty()) {
      return new Goods(products, List.of());
    }
    String[] stallIds = products.stream().map(Product::stallId).distinct().toArray(String[]::new);
    return new Goods(products, stalls(merchantId, stallIds));
  }

  /** The products of these ids, in one query; ids that the merchant does not have are left out. */
  public List<Product> products(String merchantId, Collection<String> ids) {
    return jdbc.sql(ProductRows.SELECT + "WHERE p.merchant_id = :merchant AND p.id = ANY(:ids)")
        .param("merchant", merchantId)
        .param("ids", ids.toArray(String[]::new))
        .query(ProductRows::product)
        .list();
  }

  /** All products of a stall by name; none where there is no such stall. */
  public List<Product> productsOfStall(String merchantId, String stallId) {
    String where = "WHERE p.merchant_id = :merchant AND p.stall_id = :stall ORDER BY p.name, p.id";
    return jdbc.sql(ProductRows.SELECT + where)
        .param("merchant", merchantId)
        .param("stall", stallId)
        .query(ProductRows::product)
        .list();
  }

  /** Empty where the merchant has no such product. */
  public Optional<Product> product(String merchantId, String id) {
    return products(merchantId, List.of(id)).stream().findFirst();
  }

  /** All stalls of a merchant with their zones, by id. */
  public List<Stall> stalls(String merchantId) {
    return jdbc.sql(StallRows.SELECT + "WHERE s.merchant_id = :merchant" + StallRows.ORDER)
        .param("merchant", merchantId)
        .query(StallRows::stalls);
  }

  /** Empty where the merchant has no such stall. */
  public Optional<Stall> stall(String merchantId, String id) {
    return stalls(merchantId, new String[] {id}).stream().findFirst();
  }

  private List<Stall> stalls(String merchantId, String[] ids) {
    String where = "WHERE s.merchant_id = :merchant AND s.id = ANY(:ids)";
    return jdbc.sql(StallRows.SELECT + where + StallRows.ORDER)
        .param("merchant", merchantId)
        .param("ids", ids)
        .query(StallRows::stalls);
  }

  /** All shipping zones of a merchant, by name. */
  public List<ShippingZone> zones(String merchantId) {
    return jdbc.sql(ZoneRows.SELECT).param("merchant", merchantId).query(ZoneRows::zone).list();
  }
}
