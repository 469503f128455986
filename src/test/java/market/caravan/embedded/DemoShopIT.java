package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.MerchantKeys;
import market.caravan.catalog.OrderLine;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.PricingProperties;
import market.caravan.catalog.PricingResult;
import market.caravan.catalog.Product;
import market.caravan.catalog.Quote;
import market.caravan.catalog.Refusal;
import market.caravan.money.ExchangeRate;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

class DemoShopIT extends PostgresTest {

  private static final Vault VAULT = new Vault(MasterKey.parse("07".repeat(32)));

  private final ApplicationContextRunner caravan =
      new ApplicationContextRunner()
          .withInitializer(
              context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
          .withBean(Clock.class, () -> new TestClock(Instant.parse("2026-01-01T00:00:00Z")))
          .withBean(Vault.class, () -> VAULT)
          .withBean(SimpleMeterRegistry.class)
          .withConfiguration(
              AutoConfigurations.of(
                  JdbcTemplateAutoConfiguration.class,
                  JdbcClientAutoConfiguration.class,
                  DataSourceTransactionManagerAutoConfiguration.class,
                  TransactionAutoConfiguration.class))
          .withUserConfiguration(Parts.class);

  @TestConfiguration(proxyBeanMethods = false)
  @Import(DemoConfiguration.class)
  @ComponentScan("market.caravan.catalog")
  @ComponentScan("market.caravan.money")
  @ConfigurationPropertiesScan({"market.caravan.catalog", "market.caravan.money"})
  static class Parts {}

  @Test
  void hasAnActiveMerchantWithAKeyOfItsOwn() {
    caravan.run(
        context -> {
          DemoGoods goods = goods(context);
          Catalog catalog = context.getBean(Catalog.class);
          assertThat(catalog.merchant(goods.merchantId()).orElseThrow().active()).isTrue();
          assertThat(context.getBean(MerchantKeys.class).find(goods.merchant())).isPresent();
        });
  }

  @Test
  void namesAHundredThousandMugsAndTheZonesOfTheirStallFirst() {
    caravan.run(
        context -> {
          DemoGoods goods = goods(context);
          assertThat(goods.productIds()).startsWith("mug").hasSize(6);
          Catalog catalog = context.getBean(Catalog.class);
          Product mug = catalog.product(goods.merchantId(), "mug").orElseThrow();
          assertThat(mug.available()).isEqualTo(100_000);
          assertThat(mug.stallId()).isEqualTo(goods.stallId());
          var stall = catalog.stall(goods.merchantId(), goods.stallId()).orElseThrow();
          assertThat(stall.currency().isSat()).isTrue();
          assertThat(stall.zone(goods.zoneIds().getFirst())).isPresent();
        });
  }

  @Test
  void sellsSomethingOfEveryKind() {
    caravan.run(
        context -> {
          Catalog catalog = context.getBean(Catalog.class);
          assertThat(catalog.productsOfStall("demo", "kitchen"))
              .anyMatch(product -> product.available() == null && product.useAutoreply())
              .anyMatch(product -> Objects.equals(product.available(), 1L))
              .anyMatch(product -> !product.shipping().isEmpty());
          assertThat(catalog.productsOfStall("demo", "prints")).hasSize(2);
        });
  }

  @Test
  void pricesEveryProductInEveryZoneOfItsStall() {
    caravan.run(
        context -> {
          DemoGoods demo = goods(context);
          Goods goods = goods(context, Set.copyOf(demo.productIds()));
          for (Product product : goods.products()) {
            for (var zone : goods.stall(product.stallId()).orElseThrow().zones()) {
              assertThat(quote(context, product.id(), zone.id())).isInstanceOf(Quote.class);
            }
          }
        });
  }

  @Test
  void pricesEurosWithARateThatSaysItIsFixedAndADemo() {
    caravan.run(
        context -> {
          Quote quote = (Quote) quote(context, "postcards", "europe");
          // 6.50 + 4.90 = 11.40 EUR at 100,000 EUR
          assertThat(quote.total()).isEqualTo(Msat.ofSat(11_400));
          assertThat(quote.rate())
              .extracting(ExchangeRate::source)
              .isEqualTo("fixed rate of the embedded default (demo)");
        });
  }

  @Test
  void hasNoRateOfItsOwnWhereOneIsConfiguredOrTheNodeIsReal() {
    caravan
        .withPropertyValues("caravan.rates.fixed.USD=90000")
        .run(context -> assertThat(quote(context, "poster", "europe")).isInstanceOf(Refusal.class));
    caravan
        .withPropertyValues("caravan.lightning.backend=lnd")
        .run(context -> assertThat(quote(context, "poster", "europe")).isInstanceOf(Refusal.class));
  }

  @Test
  void opensOnceAndIsTheSameAfterARestart() {
    caravan.run(first -> caravan.run(second -> assertThat(goods(second)).isEqualTo(goods(first))));
  }

  @Test
  void leavesADatabaseAloneThatHasAMerchant() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
                                  created_at)
            VALUES ('m', 'a', repeat('ab', 32), :sealed, TRUE, '{}', now())
            """)
        .param("sealed", VAULT.seal(KeyPair.generate().secret(), "merchant/m"))
        .update();

    caravan.run(context -> assertThat(context.getBean(DemoShop.class).goods()).isEmpty());
  }

  @Test
  void isNotOpenedBesideARealNodeNorInProduction() {
    caravan
        .withPropertyValues("caravan.lightning.backend=lnd")
        .run(context -> assertThat(context).doesNotHaveBean(DemoShop.class));
    caravan
        .withPropertyValues("spring.profiles.active=production")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(DemoShop.class)
                    .doesNotHaveBean("demoRates")
                    .hasSingleBean(PricingProperties.class));
  }

  private static Goods goods(ApplicationContext context, Set<String> products) {
    return context
        .getBean(Catalog.class)
        .goods(Map.of("demo", products))
        .getOrDefault("demo", Goods.NONE);
  }

  private static DemoGoods goods(ApplicationContext context) {
    return context.getBean(DemoShop.class).goods().orElseThrow();
  }

  private static PricingResult quote(ApplicationContext context, String product, String zone) {
    Goods goods = goods(context, Set.of(product));
    return context
        .getBean(Pricing.class)
        .quote(KeyPair.generate().pubkey(), List.of(new OrderLine(product, 1)), zone, goods);
  }
}
