package market.caravan.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import market.caravan.catalog.Quote;
import market.caravan.money.ExchangeRate;
import org.jspecify.annotations.Nullable;

/**
 * What an order was quoted, as {@code orders.extra_data} keeps it; the first five names are
 * nostrmarket's.
 *
 * @param currency null where the order was refused before it had one
 * @param btcPrice the price of a bitcoin that was used; 1 where the currency is {@code sat}
 * @param shippingCost the zone's base cost, in the currency
 * @param failMessage why the order was refused; null where it was not
 * @param zone the name of the shipping zone
 * @param rateSource where the exchange rate came from; null where none was needed
 * @param rateAsOf when that was its rate, in ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
    List<Line> products,
    @Nullable String currency,
    @JsonProperty("btc_price") @Nullable String btcPrice,
    @JsonProperty("shipping_cost") @Nullable BigDecimal shippingCost,
    @JsonProperty("shipping_cost_sat") @Nullable Long shippingCostSat,
    @JsonProperty("fail_message") @Nullable String failMessage,
    @Nullable String zone,
    @JsonProperty("rate_source") @Nullable String rateSource,
    @JsonProperty("rate_as_of") @Nullable String rateAsOf) {

  /** Prices are of one piece, in the receipt's currency. */
  public record Line(
      String id,
      String name,
      long quantity,
      BigDecimal price,
      @JsonProperty("product_shipping_cost") BigDecimal productShippingCost) {

    /** Of a product that is gone: its id stands for its name, and nobody knows its price. */
    public static Line gone(String id, long quantity) {
      return new Line(id, id, quantity, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    public boolean isGone() {
      return name.equals(id) && price.signum() == 0;
    }

    /** All the pieces, with what they cost extra to ship. */
    public BigDecimal cost() {
      return price.add(productShippingCost).multiply(BigDecimal.valueOf(quantity));
    }
  }

  static Receipt of(Quote quote) {
    ExchangeRate rate = quote.rate();
    return new Receipt(
        quote.products().stream()
            .map(p -> new Line(p.id(), p.name(), p.quantity(), p.price(), p.shippingCost()))
            .toList(),
        quote.currency().code(),
        quote.btcPrice().toPlainString(),
        quote.zoneCost(),
        quote.zoneCostSat(),
        null,
        quote.zoneName(),
        rate == null ? null : rate.source(),
        rate == null ? null : rate.asOf().toString());
  }

  static Receipt refused(String reason) {
    return new Receipt(List.of(), null, null, null, null, reason, null, null, null);
  }

  Receipt because(@Nullable String reason) {
    return new Receipt(
        products,
        currency,
        btcPrice,
        shippingCost,
        shippingCostSat,
        reason,
        zone,
        rateSource,
        rateAsOf);
  }

  /** With the lines of a later one where products were gone; everything else stays. */
  Receipt mendedBy(Receipt later) {
    boolean mends = products.stream().anyMatch(line -> !mended(line, later).equals(line));
    return mends
        ? new Receipt(
            products.stream().map(line -> mended(line, later)).toList(),
            later.currency,
            later.btcPrice,
            later.shippingCost,
            later.shippingCostSat,
            failMessage,
            later.zone,
            rateSource,
            rateAsOf)
        : this;
  }

  private static Line mended(Line line, Receipt later) {
    return line.isGone()
        ? later.products.stream()
            .filter(known -> known.id().equals(line.id()) && !known.isGone())
            .findFirst()
            .orElse(line)
        : line;
  }
}
