package market.caravan.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import market.caravan.money.ExchangeRate;
import market.caravan.money.Msat;
import market.caravan.money.RatesProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recomputes random carts with whole numbers of a millionth of the currency, line by line. */
class PricingByFractionsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
  private static final BigInteger SAT_PER_BTC = BigInteger.valueOf(100_000_000);

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithWholeNumbers(long seed) {
    Random random = new Random(seed);
    String currency = random.nextBoolean() ? "sat" : "EUR";
    long btcPriceMicros = 1_000_000L * (1L + random.nextInt(200_000)) + random.nextInt(1_000_000);
    long zoneMicros = micros(random);
    List<Product> products = new ArrayList<>();
    List<OrderLine> lines = new ArrayList<>();
    BigInteger costMicros = BigInteger.valueOf(zoneMicros);
    for (int i = 0; i <= random.nextInt(6); i++) {
      long price = micros(random) + 1;
      long extra = random.nextInt(3) == 0 ? micros(random) : 0;
      products.add(product("p" + i, price, extra));
      for (int line = 0; line <= random.nextInt(3); line++) {
        long quantity = 1L + random.nextInt(20);
        lines.add(random.nextInt(lines.size() + 1), new OrderLine("p" + i, quantity));
        costMicros = costMicros.add(BigInteger.valueOf(price + extra).multiply(times(quantity)));
      }
    }
    Stall stall = Wares.stall("s", currency, Wares.zone("z", currency, decimal(zoneMicros)));

    PricingResult result = pricing(btcPriceMicros).quote(lines, "z", goods(products, stall));

    BigInteger expectedSat =
        currency.equals("sat")
            ? ceilDiv(costMicros, MICROS)
            : ceilDiv(costMicros.multiply(SAT_PER_BTC), BigInteger.valueOf(btcPriceMicros));
    assertThat(result)
        .isInstanceOfSatisfying(
            Quote.class,
            quote -> {
              assertThat(quote.total()).isEqualTo(Msat.ofSat(expectedSat.longValueExact()));
              assertThat(quote.products()).hasSameSizeAs(products);
            });
  }

  private static Goods goods(List<Product> products, Stall stall) {
    return new Goods(products, List.of(stall));
  }

  private static Product product(String id, long priceMicros, long extraMicros) {
    return Wares.product("s", id, decimal(priceMicros), Wares.extra("z", decimal(extraMicros)));
  }

  private static Pricing pricing(long btcPriceMicros) {
    BigDecimal btcPrice = new BigDecimal(decimal(btcPriceMicros));
    return new Pricing(
        currency ->
            currency.isSat()
                ? Optional.empty()
                : Optional.of(new ExchangeRate(currency, btcPrice, CLOCK.instant(), "test")),
        new RatesProperties(Duration.ofMinutes(10), Map.of()),
        new PricingProperties(1_000_000, 2_100_000_000_000_000L),
        CLOCK);
  }

  private static long micros(Random random) {
    long whole = random.nextInt(1_000);
    return switch (random.nextInt(3)) {
      case 0 -> whole * 1_000_000;
      case 1 -> whole * 10_000;
      default -> whole * 1_000_000 + random.nextInt(1_000_000);
    };
  }

  private static String decimal(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  private static BigInteger times(long quantity) {
    return BigInteger.valueOf(quantity);
  }

  private static BigInteger ceilDiv(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }
}
