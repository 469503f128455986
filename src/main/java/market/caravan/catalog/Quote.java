package market.caravan.catalog;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * What an order costs. Everything but {@code total} and {@code zoneCostSat} is exact and in {@code
 * currency}.
 *
 * @param total what is to be paid: whole satoshi, rounded up once
 * @param wallet the stall's Lightning backend; empty is the default one
 * @param zoneCost the zone's base cost, charged once; nostrmarket's {@code shipping_cost}
 * @param zoneCostSat the same in satoshi, rounded up, to be shown only
 * @param rate null where the currency is {@code sat}
 */
public record Quote(
    Msat total,
    String stallId,
    String wallet,
    Currency currency,
    String zoneId,
    String zoneName,
    List<QuotedProduct> products,
    BigDecimal zoneCost,
    long zoneCostSat,
    @Nullable ExchangeRate rate)
    implements PricingResult {

  public Quote {
    products = List.copyOf(products);
  }

  /** The price of a bitcoin that was used; 1 where the currency is {@code sat} (nostrmarket). */
  public BigDecimal btcPrice() {
    return rate == null ? BigDecimal.ONE : rate.btcPrice();
  }

  /** Quantity by product id. */
  public Map<String, Long> pieces() {
    return products.stream().collect(toMap(QuotedProduct::id, QuotedProduct::quantity));
  }
}
