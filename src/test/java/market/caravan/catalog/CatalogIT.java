package market.caravan.catalog;

import static market.caravan.catalog.Wares.MERCHANT;
import static market.caravan.catalog.Wares.extra;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static market.caravan.catalog.Wares.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import market.caravan.PostgresTest;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class CatalogIT extends PostgresTest {

  private final Catalog catalog = new Catalog(jdbc);
  private final CatalogChanges changes = new CatalogChanges(jdbc, Clock.systemUTC());

  @BeforeEach
  void addAMerchant() {
    Wares.addMerchant(jdbc, MERCHANT, KeyPair.generate());
  }

  @Test
  void findsAMerchantByIdPublicKeyAndAccount() {
    KeyPair keyPair = KeyPair.generate();
    Wares.addMerchant(jdbc, "n", keyPair);

    Merchant merchant = catalog.merchant("n").orElseThrow();
    assertThat(merchant.pubkey()).isEqualTo(keyPair.pubkey());
    assertThat(merchant.active()).isTrue();
    assertThat(merchant.profile().name()).isEqualTo("Shop");
    assertThat(catalog.merchant(keyPair.pubkey())).contains(merchant);
    assertThat(catalog.merchantOfAccount("account of n")).contains(merchant);
    assertThat(catalog.merchants()).hasSize(2).contains(merchant);
    assertThat(catalog.merchant("nobody")).isEmpty();
  }

  @Test
  void keepsAStallWithItsZonesInTheirOrder() {
    ShippingZone west = savedZone("west", "1.50");
    ShippingZone east = savedZone("east", "2");
    Stall stall = stall("euros", "EUR", west, east);

    changes.save(stall);
    assertThat(catalog.stall(MERCHANT, "euros")).contains(stall);

    Stall turned = stall("euros", "EUR", east, west);
    changes.save(turned);
    Stall read = catalog.stall(MERCHANT, "euros").orElseThrow();
    assertThat(read.zones()).containsExactly(east, west);
    assertThat(read.version()).isEqualTo(2);
    assertThat(catalog.zones(MERCHANT)).containsExactlyInAnyOrder(east, west);
  }

  @Test
  void keepsAStallWithoutZones() {
    changes.save(stall("bare", "sat"));
    changes.save(stall("also", "sat"));

    assertThat(catalog.stalls(MERCHANT)).extracting(Stall::id).containsExactly("also", "bare");
    assertThat(catalog.stall(MERCHANT, "bare").orElseThrow().zones()).isEmpty();
  }

  @Test
  void keepsAProductToTheLastDigit() {
    changes.save(stall("euros", "EUR"));
    Product shirt = product("euros", "shirt", "19.990000000000000001", extra("z", "0.1"));

    changes.save(shirt);

    assertThat(catalog.product(MERCHANT, "shirt")).contains(shirt);
  }

  @Test
  void keepsAnUnlimitedProductUnlimited() {
    changes.save(stall("euros", "EUR"));

    changes.save(product("euros", "file", "1", null, true));

    Product file = catalog.product(MERCHANT, "file").orElseThrow();
    assertThat(file.available()).isNull();
  }

  @Test
  void readsTheGoodsOfAnOrderWithTheirStalls() {
    ShippingZone west = savedZone("west", "1.50");
    changes.save(stall("one", "EUR", west));
    changes.save(stall("two", "EUR"));
    changes.save(stall("three", "EUR"));
    changes.save(product("one", "a", "1"));
    changes.save(product("one", "b", "1"));
    changes.save(product("two", "c", "1"));
    changes.save(product("three", "d", "1"));

    Goods goods = goods(Set.of("a", "c", "unknown"));

    assertThat(goods.products()).extracting(Product::id).containsExactlyInAnyOrder("a", "c");
    assertThat(goods.stalls()).extracting(Stall::id).containsExactlyInAnyOrder("one", "two");
    assertThat(goods.stall("one").orElseThrow().zones()).containsExactly(west);
    assertThat(goods(Set.of("unknown")).products()).isEmpty();
    assertThat(goods(Set.of()).products()).isEmpty();
  }

  private Goods goods(Set<String> products) {
    return catalog.goods(Map.of(MERCHANT, products)).getOrDefault(MERCHANT, Goods.NONE);
  }

  @Test
  void keepsMerchantsApart() {
    Wares.addMerchant(jdbc, "other", KeyPair.generate());
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "shirt", "1"));

    assertThat(catalog.product("other", "shirt")).isEmpty();
    assertThat(catalog.productsOfStall("other", "euros")).isEmpty();
    assertThat(catalog.stalls("other")).isEmpty();
  }

  @Test
  void leavesWhatIsReservedAloneWhenAProductIsChanged() {
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "shirt", "1"));
    reserve(7);

    changes.save(product("euros", "shirt", "2"));

    Product shirt = catalog.product(MERCHANT, "shirt").orElseThrow();
    assertThat(shirt.price()).isEqualByComparingTo(BigDecimal.TWO);
    assertThat(shirt.available()).isEqualTo(93);
  }

  @Test
  void refusesAQuantityBelowWhatIsReserved() {
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "shirt", "1"));
    reserve(7);

    assertThatThrownBy(() -> changes.save(product("euros", "shirt", "1", 6L, true)))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void listsTheProductsOfAStallByName() {
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "b", "1"));
    changes.save(product("euros", "a", "1"));

    assertThat(catalog.productsOfStall(MERCHANT, "euros"))
        .extracting(Product::id)
        .containsExactly("a", "b");
  }

  private ShippingZone savedZone(String id, String cost) {
    ShippingZone zone = zone(id, "EUR", cost);
    changes.save(MERCHANT, zone);
    return zone;
  }

  private void reserve(long pieces) {
    jdbc.sql("UPDATE product SET reserved = :pieces WHERE id = 'shirt'")
        .param("pieces", pieces)
        .update();
  }
}
