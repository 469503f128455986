package market.caravan.catalog;

import static market.caravan.Columns.texts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** The ids of these merchants; a key that is none of our merchants' is left out. */
  public Map<Pubkey, String> merchantIds(Collection<Pubkey> pubkeys) {
    Map<Pubkey, String> ids = new HashMap<>();
    jdbc.sql("SELECT id, public_key FROM merchant WHERE public_key = ANY (:pubkeys)")
        .param("pubkeys", texts(pubkeys, Pubkey::hex))
        .query(
            row -> {
              ids.put(new Pubkey(row.getString("public_key")), row.getString("id"));
            });
    return ids;
  }

  /**
   * What pricing needs to know of orders, in two round trips: the products of these ids, and the
   * stalls of those, by merchant. Ids that a merchant does not have are left out.
   *
   * @param productIds by merchant
   */
  public Map<String, Goods> goods(Map<String, Set<String>> productIds) {
    Map<String, Goods> products = products(productIds);
    Map<String, Set<String>> stallIds = new HashMap<>();
    products.forEach(
        (merchant, goods) ->
            stallIds.put(
                merchant,
                goods.products().stream().map(Product::stallId).collect(Collectors.toSet())));
    Map<String, List<Stall>> stalls =
        stalls(stallIds).stream().collect(Collectors.groupingBy(Stall::merchantId));
    return products.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    new Goods(
                        entry.getValue().products(),
                        stalls.getOrDefault(entry.getKey(), List.of()))));
  }

  /** The products of these ids, by merchant, without their stalls. */
  public Map<String, Goods> products(Map<String, Set<String>> productIds) {
    if (productIds.isEmpty()) {
      return Map.of();
    }
    List<MerchantsThing> wanted = things(productIds);
    Map<String, List<Product>> found =
        jdbc
            .sql(
                ProductRows.SELECT
                    + "WHERE (p.merchant_id, p.id) IN (SELECT * FROM unnest(:merchants, :ids))")
            .param("merchants", texts(wanted, MerchantsThing::merchantId))
            .param("ids", texts(wanted, MerchantsThing::id))
            .query(ProductRows::product)
            .list()
            .stream()
            .collect(Collectors.groupingBy(Product::merchantId));
    return found.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> new Goods(entry.getValue(), List.of())));
  }

  /** What has this id at this merchant. */
  private record MerchantsThing(String merchantId, String id) {}

  private static List<MerchantsThing> things(Map<String, Set<String>> ids) {
    return ids.entrySet().stream()
        .flatMap(
            entry -> entry.getValue().stream().map(id -> new MerchantsThing(entry.getKey(), id)))
        .toList();
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
    return Optional.ofNullable(products(Map.of(merchantId, Set.of(id))).get(merchantId))
        .flatMap(goods -> goods.product(id));
  }

  /** All stalls of a merchant with their zones, by id. */
  public List<Stall> stalls(String merchantId) {
    return jdbc.sql(StallRows.SELECT + "WHERE s.merchant_id = :merchant" + StallRows.ORDER)
        .param("merchant", merchantId)
        .query(StallRows::stalls);
  }

  /** Empty where the merchant has no such stall. */
  public Optional<Stall> stall(String merchantId, String id) {
    return stalls(Map.of(merchantId, Set.of(id))).stream().findFirst();
  }

  private List<Stall> stalls(Map<String, Set<String>> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<MerchantsThing> wanted = things(ids);
    String where = "WHERE (s.merchant_id, s.id) IN (SELECT * FROM unnest(:merchants, :ids))";
    return jdbc.sql(StallRows.SELECT + where + StallRows.ORDER)
        .param("merchants", texts(wanted, MerchantsThing::merchantId))
        .param("ids", texts(wanted, MerchantsThing::id))
        .query(StallRows::stalls);
  }

  /** All shipping zones of a merchant, by name. */
  public List<ShippingZone> zones(String merchantId) {
    return jdbc.sql(ZoneRows.SELECT + "ORDER BY name, id")
        .param("merchant", merchantId)
        .query(ZoneRows::zone)
        .list();
  }

  /** Empty where the merchant has no such zone. */
  public Optional<ShippingZone> zone(String merchantId, String id) {
    return jdbc.sql(ZoneRows.SELECT + "AND id = :id")
        .param("merchant", merchantId)
        .param("id", id)
        .query(ZoneRows::zone)
        .optional();
  }
}
