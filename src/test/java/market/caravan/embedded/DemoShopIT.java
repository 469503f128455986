package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import market.caravan.CaravanIT;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.MerchantKeys;
import market.caravan.catalog.OrderLine;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.Product;
import market.caravan.catalog.Quote;
import market.caravan.money.ExchangeRate;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CaravanIT
class DemoShopIT {

  @Autowired private DemoShop shop;
  @Autowired private Catalog catalog;
  @Autowired private MerchantKeys keys;
  @Autowired private Pricing pricing;

  @Test
  void hasAnActiveMerchantWithAKeyOfItsOwn() {
    DemoGoods goods = shop.goods().orElseThrow();

    assertThat(catalog.merchant(goods.merchantId()).orElseThrow().active()).isTrue();
    assertThat(keys.of(goods.merchantId()).pubkey()).isEqualTo(goods.merchant());
  }

  @Test
  void sellsAHundredThousandMugsFirst() {
    DemoGoods goods = shop.goods().orElseThrow();

    assertThat(goods.productIds()).startsWith("mug").hasSizeGreaterThanOrEqualTo(6);
    Product mug = catalog.product(goods.merchantId(), "mug").orElseThrow();
    assertThat(mug.stallId()).isEqualTo(goods.stallId());
    assertThat(mug.quantity()).isGreaterThan(90_000L).isLessThanOrEqualTo(100_000L);
  }

  @Test
  void sellsSomethingOfEveryKind() {
    List<Product> products = catalog.productsOfStall("demo", "kitchen");

    assertThat(products)
        .anyMatch(product -> product.isUnlimited() && product.useAutoreply())
        .anyMatch(product -> !product.shipping().isEmpty());
    assertThat(catalog.productsOfStall("demo", "prints")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void pricesEveryProductInEveryZoneOfItsStall() {
    DemoGoods demo = shop.goods().orElseThrow();
    Goods goods = catalog.goods(demo.merchantId(), demo.productIds());

    for (Product product : goods.products()) {
      for (var zone : goods.stall(product.stallId()).orElseThrow().zones()) {
        var lines = List.of(new OrderLine(product.id(), 1));
        assertThat(pricing.quote(lines, zone.id(), goods)).isInstanceOf(Quote.class);
      }
    }
  }

  @Test
  void namesItsRateAsFixedAndAsADemo() {
    Goods goods = catalog.goods("demo", List.of("postcards"));
    Quote quote = (Quote) pricing.quote(List.of(new OrderLine("postcards", 2)), "europe", goods);

    assertThat(quote.total()).isEqualTo(Msat.ofSat(17_900));
    assertThat(quote.rate())
        .extracting(ExchangeRate::source)
        .isEqualTo("fixed rate of the embedded default (demo)");
  }

  @Test
  void isOpenedOnceOnly() {
    DemoGoods before = shop.goods().orElseThrow();

    shop.afterSingletonsInstantiated();

    assertThat(shop.goods()).contains(before);
  }
}
