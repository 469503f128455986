package market.caravan.catalog;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import market.caravan.money.Currency;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stalls and products for tests, short to write. */
final class Wares {

  static final String MERCHANT = "m";
  static final Pubkey PUBKEY = KeyPair.generate().pubkey();

  private Wares() {}

  static Stall stall(String id, String currency, ShippingZone... zones) {
    return new Stall(
        MERCHANT,
        id,
        "",
        "The " + id,
        new Currency(currency),
        "",
        null,
        List.of(zones),
        Publication.NONE);
  }

  static ShippingZone zone(String id, String currency, String cost) {
    return new ShippingZone(
        id, "To " + id, new Currency(currency), new BigDecimal(cost), List.of("Mars"));
  }

  static Product product(String stallId, String id, String price, ShippingCost... shipping) {
    return product(stallId, id, price, 100L, true, shipping);
  }

  static Product inactive(String stallId, String id) {
    return product(stallId, id, "1", 100L, false);
  }

  static Product pending(String stallId, String id) {
    return product(stallId, id, "1", 100L, true, new Publication(true, null, null));
  }

  static Product product(
      String stallId,
      String id,
      String price,
      @Nullable Long quantity,
      boolean active,
      ShippingCost... shipping) {
    return product(stallId, id, price, quantity, active, Publication.NONE, shipping);
  }

  private static Product product(
      String stallId,
      String id,
      String price,
      @Nullable Long quantity,
      boolean active,
      Publication publication,
      ShippingCost... shipping) {
    return new Product(
        MERCHANT,
        id,
        stallId,
        "A " + id,
        "",
        List.of("t"),
        List.of(),
        new BigDecimal(price),
        quantity,
        0,
        active,
        false,
        null,
        List.of(shipping),
        publication);
  }

  static ShippingCost extra(String zoneId, String cost) {
    return new ShippingCost(zoneId, new BigDecimal(cost));
  }

  static void addMerchant(JdbcClient jdbc, String id, KeyPair keyPair) {
    Merchants merchants = new Merchants(jdbc, keys(jdbc), Clock.systemUTC());
    merchants.openAccount("account of " + id);
    MerchantProfile profile = MerchantProfile.of("Shop", "Sells");
    boolean unused = merchants.add(id, "account of " + id, keyPair, true, profile);
    merchants.update(id, true, profile);
  }

  static MerchantKeys keys(JdbcClient jdbc) {
    return new MerchantKeys(jdbc, new Vault(MasterKey.parse("07".repeat(32))));
  }
}
