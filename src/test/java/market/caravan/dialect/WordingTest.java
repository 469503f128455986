package market.caravan.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import market.caravan.TestClock;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.order.Order;
import market.caravan.order.OrderKey;
import market.caravan.order.OrderStatus;
import market.caravan.order.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordingTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Locale USUAL = Locale.getDefault();

  private final Wording wording = new Wording(new TestClock(NOW));

  @AfterEach
  void restoreTheLocale() {
    Locale.setDefault(USUAL);
  }

  private static Order order(OrderStatus status) {
    var line = new Receipt.Line("mug", "Mug", 2, new BigDecimal("2100.0"), BigDecimal.ZERO);
    var receipt =
        new Receipt(
            List.of(line),
            "sat",
            "1",
            new BigDecimal("1500"),
            1_500L,
            null,
            "National",
            null,
            null);
    return order(status, receipt, Msat.ofSat(5_700));
  }

  private static Order order(OrderStatus status, Receipt receipt, Msat total) {
    var key = new OrderKey(KeyPair.generate().pubkey(), KeyPair.generate().pubkey(), "order-1");
    return new Order(1, "m", key, status, NOW, "", total, null, receipt, false);
  }

  @Test
  void writesTheSameReceiptWhereverTheServerStands() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));

    assertThat(wording.receipt(order(OrderStatus.PLACED), NOW.plus(Duration.ofMinutes(15))))
        .isEqualTo(
            """
            Thank you for your order!
            2 x Mug at 2,100 sat: 4,200 sat
            Shipping to National: 1,500 sat
            Total: 5,700 sat
            Please pay the invoice within 15 minutes.
            To cancel the order, answer: cancel order-1""");
  }

  @Test
  void writesWhatAddsUpInTheShopsCurrency() {
    var poster = new Receipt.Line("p", "Poster", 2, new BigDecimal("24.9"), new BigDecimal("2.25"));
    var card = new Receipt.Line("c", "Postcard", 1, new BigDecimal("1200"), BigDecimal.ZERO);
    var receipt =
        new Receipt(
            List.of(poster, card),
            "EUR",
            "90000",
            new BigDecimal("4.9"),
            5_445L,
            null,
            "Europe",
            "a fixed rate",
            null);

    assertThat(Bill.of(order(OrderStatus.PLACED, receipt, Msat.ofSat(1_399_112))))
        .isEqualTo(
            """
            2 x Poster at 24.90 EUR: 49.80 EUR
            1 x Postcard: 1,200.00 EUR
            Extra shipping of Poster: 4.50 EUR
            Shipping to Europe: 4.90 EUR
            Sum: 1,259.20 EUR
            1 BTC, a fixed rate: 90,000.00 EUR
            Total: 1,399,112 sat
            """);
  }

  @Test
  void asksForANewOrderWhereTheSameOneWouldGetTheSameAnswer() {
    assertThat(wording.status(order(OrderStatus.EXPIRED))).contains("place a new order");
  }
}
