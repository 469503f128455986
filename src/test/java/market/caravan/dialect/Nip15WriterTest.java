package market.caravan.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import market.caravan.mailbox.Letter;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.order.Order;
import market.caravan.order.OrderKey;
import market.caravan.order.OrderNews;
import market.caravan.order.OrderStatus;
import market.caravan.order.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which letters carry a payment request, and which take one back. */
class Nip15WriterTest {

  private static final OrderKey KEY =
      new OrderKey(KeyPair.generate().pubkey(), KeyPair.generate().pubkey(), "o-1");

  private final Nip15Writer writer = new Nip15Writer(Clock.systemUTC());

  @Test
  void tellsAPaymentRequestFromARefusalOfTheSameType() {
    Order order = order(OrderStatus.AWAITING_PAYMENT);
    Letter request = letter(new OrderNews.PaymentRequested(order, "lnbcrt1", Instant.MAX, false));
    Letter refusal = letter(new OrderNews.Refused(order, "It contradicts the order"));

    assertThat(List.of(request, refusal)).extracting(Letter::type).containsOnly(1);
    assertThat(request.requestsPayment()).isTrue();
    assertThat(refusal.requestsPayment()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(OrderStatus.class)
  void takesAPaymentRequestBackOnceTheOrderAwaitsItNoLonger(OrderStatus status) {
    Letter told = letter(new OrderNews.StatusChanged(order(status), null));

    assertThat(told.withdrawsPaymentRequest()).isEqualTo(status != OrderStatus.AWAITING_PAYMENT);
  }

  private Letter letter(OrderNews news) {
    return writer.write(List.of(news)).getFirst();
  }

  private static Order order(OrderStatus status) {
    Receipt receipt =
        new Receipt(List.of(), "sat", "1", BigDecimal.ZERO, 0L, null, "all", null, null);
    return new Order(
        1, "m", KEY, status, Instant.EPOCH, "", Msat.ofSat(21), null, receipt, status.isPaid());
  }
}
