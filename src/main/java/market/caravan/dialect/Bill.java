package market.caravan.dialect;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import market.caravan.order.Order;
import market.caravan.order.Receipt;

/** An order's sum, item by item, so that a customer can add it up. */
final class Bill {

  private static final String SAT = "sat";
  private static final int MOST_DECIMALS = 12;

  private final StringBuilder text = new StringBuilder();
  private final Receipt receipt;
  private static final Map<String, Integer> USUAL_DECIMALS =
      Currency.getAvailableCurrencies().stream()
          .collect(
              Collectors.toMap(
                  Currency::getCurrencyCode,
                  known -> Math.max(0, known.getDefaultFractionDigits()),
                  Math::max));

  private final String currency;
  private final DecimalFormat format;

  private Bill(Receipt receipt) {
    this.receipt = receipt;
    this.currency = Objects.requireNonNullElse(receipt.currency(), SAT);
    this.format = format(currency);
  }

  /** A line for everything that costs something, and the total; each line ends in a line feed. */
  static String of(Order order) {
    Bill bill = new Bill(order.receipt());
    bill.writeProducts();
    bill.writeShipping();
    bill.writeTotal(BigDecimal.valueOf(order.total().satRoundedUp()));
    return bill.text.toString();
  }

  private void writeProducts() {
    for (Receipt.Line line : receipt.products()) {
      BigDecimal pieces = BigDecimal.valueOf(line.quantity());
      String each = line.quantity() == 1 ? "" : " at " + amount(line.price());
      write(line.quantity() + " x " + line.name() + each, line.price().multiply(pieces));
    }
    for (Receipt.Line line : receipt.products()) {
      BigDecimal pieces = BigDecimal.valueOf(line.quantity());
      if (line.productShippingCost().signum() > 0) {
        write("Extra shipping of " + line.name(), line.productShippingCost().multiply(pieces));
      }
    }
  }

  private void writeShipping() {
    if (receipt.zone() != null) { // a restored order's may be unknown
      write("Shipping to " + receipt.zone(), shipping());
    }
  }

  private void writeTotal(BigDecimal sat) {
    String btcPrice = receipt.btcPrice();
    if (receipt.rateSource() != null && btcPrice != null) {
      BigDecimal goods =
          receipt.products().stream()
              .map(Receipt.Line::cost)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      write("Sum", goods.add(shipping()));
      write("1 BTC, " + receipt.rateSource(), new BigDecimal(btcPrice));
    }
    text.append("Total: ").append(format(SAT).format(sat)).append(" sat\n");
  }

  private BigDecimal shipping() {
    return Objects.requireNonNullElse(receipt.shippingCost(), BigDecimal.ZERO);
  }

  private void write(String what, BigDecimal cost) {
    text.append(what).append(": ").append(amount(cost)).append('\n');
  }

  private String amount(BigDecimal amount) {
    return format.format(amount) + " " + currency;
  }

  /** As many decimals as the currency usually has, and more where the amount has more. */
  private static DecimalFormat format(String currency) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(usualDecimals(currency));
    format.setMaximumFractionDigits(MOST_DECIMALS);
    return format;
  }

  /** None where it is no currency that Java knows, sat among them. */
  private static int usualDecimals(String currency) {
    return USUAL_DECIMALS.getOrDefault(currency, 0);
  }
}
