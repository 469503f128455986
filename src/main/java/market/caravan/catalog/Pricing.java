package market.caravan.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.ExchangeRates;
import market.caravan.money.Msat;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RatesProperties;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an order costs: its products, their extra shipping per piece and the zone's cost once
 * (NIP-15), exact to the end and rounded up to a whole satoshi there. It reads nothing but its
 * arguments and the rates, and knows nothing of stock.
 */
@Component
public class Pricing {

  private final ExchangeRates rates;
  private final RatesProperties rateLimits;
  private final PricingProperties limits;
  private final Clock clock;

  public Pricing(
      ExchangeRates rates, RatesProperties rateLimits, PricingProperties limits, Clock clock) {
    this.rates = rates;
    this.rateLimits = rateLimits;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Prices an order, or refuses it with a reason for the customer. Lines of one product are added.
   *
   * @param merchant whose goods they are
   * @param zoneId the zone that the customer chose; null where they chose none
   * @param goods all products that the lines name, as far as the merchant has them, with the stalls
   *     of those
   */
  public PricingResult quote(
      Pubkey merchant, List<OrderLine> lines, @Nullable String zoneId, Goods goods) {
    Optional<Refusal> refusal = refuseLines(lines).or(() -> refuseProducts(lines, goods));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    SequencedMap<Product, Long> pieces = pieces(lines, goods);
    for (var entry : pieces.entrySet()) {
      if (entry.getValue() > limits.maxQuantity()) {
        return tooMany(entry.getKey().name());
      }
    }
    Stall stall = goods.stall(pieces.firstEntry().getKey().stallId()).orElse(null);
    if (stall == null) {
      return new Refusal("The stall is closed"); // deleted since its products were read
    }
    if (!stall.takesOrders()) {
      return new Refusal(stall.name() + " takes no orders at the moment");
    }
    for (Product product : pieces.keySet()) {
      if (!product.currencyAt(stall.currency()).equals(stall.currency())) {
        return new Refusal(product.name() + " has no price in " + stall.currency() + " yet");
      }
    }
    Optional<ShippingZone> zone = Optional.ofNullable(zoneId).flatMap(stall::zone);
    if (zone.isEmpty()) {
      return new Refusal("The stall does not ship to the chosen zone, please choose another one");
    }
    if (!zone.get().currency().equals(stall.currency())) {
      return new Refusal("The chosen zone has no price in " + stall.currency() + " yet");
    }
    return quote(merchant, pieces, zone.get(), stall);
  }

  private Optional<Refusal> refuseLines(List<OrderLine> lines) {
    if (lines.isEmpty()) {
      return Optional.of(new Refusal("The order has no products"));
    }
    for (OrderLine line : lines) {
      if (line.quantity() < 1) {
        return Optional.of(new Refusal("The quantity of a product has to be at least 1"));
      }
      if (line.quantity() > limits.maxQuantity()) {
        return Optional.of(tooMany("one product"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuseProducts(List<OrderLine> lines, Goods goods) {
    String stallId = null;
    for (OrderLine line : lines) {
      Product product = goods.product(line.productId()).orElse(null);
      if (product == null) {
        return Optional.of(new Refusal("The order has a product that is not sold here"));
      }
      if (!product.active() || product.publication().pending()) {
        return Optional.of(new Refusal(product.name() + " is not for sale at the moment"));
      }
      if (stallId != null && !stallId.equals(product.stallId())) {
        return Optional.of(
            new Refusal("The products are of different stalls, please order from each on its own"));
      }
      stallId = product.stallId();
    }
    return Optional.empty();
  }

  private Refusal tooMany(String what) {
    return new Refusal(
        "An order takes no more than " + limits.maxQuantity() + " pieces of " + what);
  }

  private SequencedMap<Product, Long> pieces(List<OrderLine> lines, Goods goods) {
    SequencedMap<Product, Long> pieces = new LinkedHashMap<>();
    for (OrderLine line : lines) {
      Product product = goods.product(line.productId()).orElseThrow();
      pieces.merge(product, line.quantity(), Pricing::saturatedSum);
    }
    return pieces;
  }

  private static long saturatedSum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private PricingResult quote(
      Pubkey merchant, Map<Product, Long> pieces, ShippingZone zone, Stall stall) {
    Currency currency = stall.currency();
    if (currency.isSat()) {
      return quote(pieces, zone, stall, null);
    }
    return switch (rates.rate(merchant.hex(), currency).orElse(NoGoodRate.UNKNOWN)) {
      case NoGoodRate why -> noRate(currency, why);
      case ExchangeRate rate ->
          isTooOld(rate)
              ? noRate(currency, NoGoodRate.OUT_OF_DATE)
              : quote(pieces, zone, stall, rate);
    };
  }

  private PricingResult quote(
      Map<Product, Long> pieces, ShippingZone zone, Stall stall, @Nullable ExchangeRate rate) {
    List<QuotedProduct> products = new ArrayList<>();
    BigDecimal cost = zone.cost();
    for (var entry : pieces.entrySet()) {
      QuotedProduct product = quoted(entry.getKey(), entry.getValue(), zone);
      products.add(product);
      cost = cost.add(product.cost());
    }
    BigDecimal totalSat = satRoundedUp(cost, rate);
    return refuseTotal(totalSat)
        .<PricingResult>map(tooMuch -> tooMuch)
        .orElseGet(() -> quote(products, zone, stall, rate, totalSat.longValueExact()));
  }

  private Quote quote(
      List<QuotedProduct> products,
      ShippingZone zone,
      Stall stall,
      @Nullable ExchangeRate rate,
      long totalSat) {
    return new Quote(
        Msat.ofSat(totalSat),
        stall.id(),
        stall.wallet(),
        stall.currency(),
        zone.id(),
        zone.name(),
        products,
        zone.cost(),
        satRoundedUp(zone.cost(), rate).longValueExact(),
        rate);
  }

  private static QuotedProduct quoted(Product product, long quantity, ShippingZone zone) {
    return new QuotedProduct(
        product.id(), product.name(), quantity, product.price(), product.shippingCost(zone.id()));
  }

  private boolean isTooOld(ExchangeRate rate) {
    return rate.asOf().plus(rateLimits.maxAge()).isBefore(clock.instant());
  }

  private static Refusal noRate(Currency currency, NoGoodRate why) {
    String reason =
        switch (why) {
          case UNKNOWN -> "There is no exchange rate for %s at the moment";
          case OUT_OF_DATE -> "The exchange rate for %s is out of date";
          case DISPUTED -> "The sources of the exchange rate for %s disagree at the moment";
        };
    return new Refusal(reason.formatted(currency) + ", please place a new order later");
  }

  private Optional<Refusal> refuseTotal(BigDecimal totalSat) {
    if (totalSat.signum() == 0) {
      return Optional.of(
          new Refusal("The order costs nothing, and nothing can't be paid over Lightning"));
    }
    if (totalSat.compareTo(BigDecimal.valueOf(limits.maxTotalSat())) > 0) {
      return Optional.of(
          new Refusal(
              "The order costs more than "
                  + limits.maxTotalSat()
                  + " sat, please place a smaller one"));
    }
    return Optional.empty();
  }

  private static BigDecimal satRoundedUp(BigDecimal amount, @Nullable ExchangeRate rate) {
    return rate == null ? amount.setScale(0, RoundingMode.CEILING) : rate.satRoundedUp(amount);
  }
}
