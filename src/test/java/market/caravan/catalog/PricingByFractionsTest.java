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
import market.caravan.money.ExchangeRate;
import market.caravan.money.Msat;
import market.caravan.money.RatesProperties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Recomputes any cart with whole numbers of a millionth of the currency, line by line. */
class PricingByFractionsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
  private static final BigInteger SAT_PER_BTC = BigInteger.valueOf(100_000_000);
  private static final long MAX_QUANTITY = 1_000;
  private static final long MAX_TOTAL_SAT = 1_000_000_000;

  /** A product's price and extra shipping in millionths, and the lines that order it. */
  record Ware(long price, long extra, List<Long> quantities) {

    BigInteger pieces() {
      return quantities.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    BigInteger cost() {
      return BigInteger.valueOf(price).add(BigInteger.valueOf(extra)).multiply(pieces());
    }
  }

  record Cart(String currency, long btcPrice, long zone, List<Ware> wares) {

    /** Rounded up, as division of whole numbers does when the divisor less one is added. */
    BigInteger totalSat() {
      BigInteger cost =
          wares.stream().map(Ware::cost).reduce(BigInteger.valueOf(zone), BigInteger::add);
      BigInteger dividend = currency.equals("sat") ? cost : cost.multiply(SAT_PER_BTC);
      BigInteger divisor = currency.equals("sat") ? MICROS : BigInteger.valueOf(btcPrice);
      return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }

    boolean isTooMuch() {
      BigInteger most = BigInteger.valueOf(MAX_QUANTITY);
      return wares.stream().anyMatch(ware -> ware.pieces().compareTo(most) > 0)
          || totalSat().compareTo(BigInteger.valueOf(MAX_TOTAL_SAT)) > 0;
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE) // there are millions
  void agreesWithWholeNumbers(@ForAll("carts") Cart cart) {
    PricingResult result = quote(cart);

    if (cart.isTooMuch() || cart.totalSat().signum() == 0) {
      assertThat(result).isInstanceOf(Refusal.class);
      return;
    }
    assertThat(result)
        .isInstanceOfSatisfying(
            Quote.class,
            quote -> {
              assertThat(quote.total()).isEqualTo(Msat.ofSat(cart.totalSat().longValueExact()));
              assertThat(quote.products())
                  .extracting(QuotedProduct::quantity)
                  .isEqualTo(cart.wares().stream().map(w -> w.pieces().longValueExact()).toList());
            });
  }

  @Property(edgeCases = EdgeCasesMode.NONE) // there are millions
  void costsTheSameInWhateverOrderTheLinesCome(@ForAll("carts") Cart cart) {
    var reversed = new Cart(cart.currency(), cart.btcPrice(), cart.zone(), cart.wares().reversed());
    assertThat(total(reversed)).isEqualTo(total(cart));
  }

  @Property(edgeCases = EdgeCasesMode.NONE) // there are millions
  void neverCostsLessForAPieceMore(@ForAll("carts") Cart cart) {
    List<Ware> more = new ArrayList<>(cart.wares());
    Ware first = more.getFirst();
    List<Long> quantities = new ArrayList<>(first.quantities());
    quantities.add(1L);
    more.set(0, new Ware(first.price(), first.extra(), quantities));
    Optional<Msat> dearer = total(new Cart(cart.currency(), cart.btcPrice(), cart.zone(), more));
    Optional<Msat> before = total(cart);
    if (dearer.isPresent() && before.isPresent()) {
      assertThat(dearer.get()).isGreaterThanOrEqualTo(before.get());
    }
  }

  @Provide
  Arbitrary<Cart> carts() {
    Arbitrary<Long> quantities =
        Arbitraries.frequencyOf(
            Tuple.of(40, Arbitraries.longs().between(1, 20)),
            Tuple.of(4, Arbitraries.longs().between(300, MAX_QUANTITY + 1)),
            Tuple.of(1, Arbitraries.longs().between(1, Long.MAX_VALUE)));
    Arbitrary<Ware> wares =
        Combinators.combine(micros(), micros(), quantities.list().ofMinSize(1).ofMaxSize(3))
            .as(Ware::new);
    return Combinators.combine(
            Arbitraries.of("sat", "EUR"),
            Arbitraries.longs().between(1, 200_000_000_000L),
            micros(),
            wares.list().ofMinSize(1).ofMaxSize(6))
        .as(Cart::new);
  }

  /** Whole amounts, hundredths and millionths. */
  private static Arbitrary<Long> micros() {
    Arbitrary<Long> whole = Arbitraries.longs().between(0, 1_000);
    return Arbitraries.oneOf(
        whole.map(amount -> amount * 1_000_000),
        whole.map(amount -> amount * 10_000),
        Arbitraries.longs().between(0, 1_000_000_000));
  }

  private static Optional<Msat> total(Cart cart) {
    return switch (quote(cart)) {
      case Quote quote -> Optional.of(quote.total());
      case Refusal refusal -> Optional.empty();
    };
  }

  private static PricingResult quote(Cart cart) {
    List<Product> products = new ArrayList<>();
    List<OrderLine> lines = new ArrayList<>();
    for (Ware ware : cart.wares()) {
      String id = "p" + products.size();
      var extra = Wares.extra("z", decimal(ware.extra()));
      products.add(Wares.product("s", id, decimal(ware.price()), Wares.extra("y", "7"), extra));
      ware.quantities().forEach(quantity -> lines.add(new OrderLine(id, quantity)));
    }
    var zone = Wares.zone("z", cart.currency(), decimal(cart.zone()));
    var stall = Wares.stall("s", cart.currency(), Wares.zone("y", "sat", "9"), zone);
    return pricing(cart.btcPrice())
        .quote(Wares.PUBKEY, lines, "z", new Goods(products, List.of(stall)));
  }

  private static Pricing pricing(long btcPriceMicros) {
    BigDecimal btcPrice = new BigDecimal(decimal(btcPriceMicros));
    return new Pricing(
        (merchant, currency) ->
            currency.isSat()
                ? Optional.empty()
                : Optional.of(new ExchangeRate(currency, btcPrice, CLOCK.instant(), "test")),
        new RatesProperties(Duration.ofMinutes(10), Map.of()),
        new PricingProperties(MAX_QUANTITY, MAX_TOTAL_SAT),
        CLOCK);
  }

  private static String decimal(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }
}
