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
            List.of(line), "sat", "1", new BigDecimal("1500"), 1_500L, null, "National", null);
    var key = new OrderKey(KeyPair.generate().pubkey(), KeyPair.generate().pubkey(), "order-1");
    return new Order(1, "m", key, status, NOW, "", Msat.ofSat(5_700), receipt, false);
  }

  @Test
  void writesTheSameReceiptWhereverTheServerStands() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));

    assertThat(wording.receipt(order(OrderStatus.PLACED), NOW.plus(Duration.ofMinutes(15))))
        .isEqualTo(
            """
            Thank you for your order!
            2 x Mug: 4200 sat
            Shipping to National: 1500 sat
            Total: 5700 sat
            Please pay the invoice within 15 minutes.""");
  }

  @Test
  void asksForANewOrderWhereTheSameOneWouldGetTheSameAnswer() {
    assertThat(wording.status(order(OrderStatus.EXPIRED))).contains("place a new order");
  }
}
