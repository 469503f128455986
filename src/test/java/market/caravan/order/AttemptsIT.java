package market.caravan.order;

import static market.caravan.lightning.Invoice.State.CANCELLED;
import static market.caravan.lightning.Invoice.State.HELD;
import static market.caravan.lightning.Invoice.State.OPEN;
import static market.caravan.lightning.Invoice.State.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order that is invoiced more than once, and payments that are locked in. */
class AttemptsIT extends PostgresTest {

  private static final Msat BEFORE = Msat.ofSat(105);
  private static final Msat NOW = Msat.ofSat(205);

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Trade trade = new Trade(dataSource, clock);

  @BeforeEach
  void openOrder() {
    trade.shelve("tea", 3L);
    trade.place(List.of(trade.order("o", Map.of("tea", 1L))));
    requests();
    trade.hear(List.of(trade.invoice("o", OPEN, Msat.ZERO)));
  }

  /** The attempts of which the node is to be asked for an invoice now. */
  private List<Integer> requests() {
    return numbers(trade.nodeWork.invoicesToRequest());
  }

  private static List<Integer> numbers(Iterator<Attempt> claimed) {
    List<Integer> numbers = new ArrayList<>();
    claimed.forEachRemaining(attempt -> numbers.add(attempt.number()));
    return numbers;
  }

  private void reissueAtTwoHundred() {
    trade.price("tea", 200);
    trade.reissue("o");
  }

  private String order() {
    return jdbc.sql("SELECT status || ' ' || total_msat FROM orders").query(String.class).single();
  }

  @Test
  void asksForAnotherInvoiceOnlyWhenTheOneBeforeCannotBePaidAnyMore() {
    reissueAtTwoHundred();
    assertThat(requests()).isEmpty();
    assertThat(numbers(trade.nodeWork.instructions())).containsExactly(1);
    trade.hear(List.of(trade.invoice("o", 1, CANCELLED, Msat.ZERO)));
    assertThat(requests()).containsExactly(2);
    assertThat(order()).isEqualTo("PLACED " + NOW.value());
  }

  @Test
  void asksForNoOtherInvoiceWhereTheOneBeforeWasPaidInThatMoment() {
    reissueAtTwoHundred();
    trade.hear(List.of(trade.invoice("o", 1, SETTLED, BEFORE)));
    assertThat(order()).isEqualTo("PAID " + BEFORE.value());
    assertThat(requests()).isEmpty();
    assertThat(numbers(trade.nodeWork.instructions())).containsExactly(2);
  }

  @Test
  void costsWhatTheInvoiceSaidThatWasPaid() {
    reissueAtTwoHundred();
    trade.hear(List.of(trade.invoice("o", 1, CANCELLED, Msat.ZERO)));
    trade.hear(List.of(trade.invoice("o", OPEN, Msat.ZERO)));
    trade.hear(List.of(trade.invoice("o", 1, SETTLED, BEFORE)));
    assertThat(order()).isEqualTo("PAID " + BEFORE.value());
    assertThat(
            jdbc.sql(
                    """
                    SELECT extra_data -> 'products' -> 0 ->> 'price' FROM orders
                    JOIN invoice ON payment_hash = invoice_id AND attempt = 1
                    """)
                .query(String.class)
                .single())
        .isEqualTo("100");
    List<OrderNews> again = trade.hear(List.of(trade.invoice("o", SETTLED, NOW)));
    assertThat(again)
        .filteredOn(OrderNews.RefundDue.class::isInstance)
        .map(OrderNews.RefundDue.class::cast)
        .singleElement()
        .matches(due -> due.amount().equals(NOW) && due.reason() == RefundReason.PAID_TWICE);
  }

  @Test
  void changesNothingWhileAPaymentIsBeingTaken() {
    trade.hear(List.of(trade.invoice("o", HELD, BEFORE)));
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> trade.reissue("o"))
        .matches(refused -> refused.code().equals("payment-arriving"));
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> trade.cancel("o"))
        .matches(refused -> refused.code().equals("payment-arriving"));
    assertThat(trade.withdraw("o"))
        .singleElement()
        .matches(
            news ->
                news instanceof OrderNews.StatusChanged told
                    && String.valueOf(told.message()).contains("just arriving"));
    assertThat(order()).startsWith("AWAITING_PAYMENT");
    assertThat(trade.nodeWork.instructions())
        .toIterable()
        .singleElement()
        .matches(attempt -> attempt.instruction() == Attempt.Instruction.SETTLE);
  }

  @Test
  void settlesWhatIsLockedInBeforeAnyOtherWork() {
    for (int i = 0; i < 60; i++) {
      trade.shelve("song-" + i, null);
      trade.place(List.of(trade.order("s" + i, Map.of("song-" + i, 1L))));
      trade.withdraw("s" + i);
    }
    clock.advance(Duration.ofSeconds(1));
    trade.hear(List.of(trade.invoice("o", HELD, BEFORE)));
    assertThat(trade.nodeWork.instructions().next())
        .matches(attempt -> attempt.instruction() == Attempt.Instruction.SETTLE);
  }

  @Test
  void looksUpEveryFewSecondsWhatMayBeLockedInWithoutANodesWord() {
    Trade holding = new Trade(dataSource, clock, Map.of("caravan.checkout.hold", "always"));
    holding.shelve("tea", 3L);
    holding.place(List.of(holding.order("h", Map.of("tea", 1L))));
    WalletLookUps lookUps = holding.lookUps();
    lookUps.due().forEachRemaining(hashes -> {});
    holding.hear(List.of(holding.invoice("h", OPEN, Msat.ZERO)));
    PaymentHash hash = holding.invoice("h", OPEN, Msat.ZERO).paymentHash();
    List<Integer> ages = new ArrayList<>();
    for (int age = 1; age <= 12; age++) {
      clock.advance(Duration.ofSeconds(1));
      List<PaymentHash> due = new ArrayList<>();
      lookUps.due().forEachRemaining(due::addAll);
      if (due.contains(hash)) {
        ages.add(age);
      }
    }
    assertThat(ages).containsExactly(5, 10);
  }

  @Test
  void cancelsNoPaymentThatWasLockedInUnheard() {
    Trade holding = new Trade(dataSource, clock, Map.of("caravan.checkout.hold", "always"));
    holding.shelve("tea", 3L);
    holding.place(List.of(holding.order("h", Map.of("tea", 1L))));
    holding.hear(List.of(holding.invoice("h", OPEN, Msat.ZERO)));
    clock.advance(Duration.ofHours(1));
    holding.nodeWork.cancelOverdue();
    List<Attempt> told = new ArrayList<>();
    holding.nodeWork.instructions().forEachRemaining(told::add);
    assertThat(told)
        .filteredOn(Attempt::hold)
        .singleElement()
        .matches(attempt -> attempt.cancellation().equals("CANCEL_UNLESS_HELD"));
    holding.hear(List.of(holding.invoice("h", HELD, BEFORE)));
    assertThat(holding.nodeWork.instructions())
        .toIterable()
        .filteredOn(Attempt::hold)
        .singleElement()
        .matches(attempt -> attempt.instruction() == Attempt.Instruction.SETTLE);
  }

  @Test
  void expiresWhereTheNodeMakesNoOtherInvoiceInTime() {
    reissueAtTwoHundred();
    trade.hear(List.of(trade.invoice("o", 1, CANCELLED, Msat.ZERO)));
    assertThat(trade.giveUp("o")).singleElement().isInstanceOf(OrderNews.Refused.class);
    assertThat(order()).startsWith("EXPIRED");
    reissueAtTwoHundred();
    assertThat(order()).startsWith("PLACED");
  }

  @Test
  void keepsAPolicyOfTheMerchantForWhatIsPaidTooMuchOrTooLittle() {
    List<OrderNews> over =
        trade.hear(List.of(trade.invoice("o", SETTLED, new Msat(BEFORE.value() + 100_001))));
    assertThat(over)
        .filteredOn(OrderNews.RefundDue.class::isInstance)
        .map(news -> ((OrderNews.RefundDue) news).amount())
        .containsExactly(new Msat(100_001));
    assertThat(order()).isEqualTo("PAID " + BEFORE.value());

    trade.place(List.of(trade.order("p", Map.of("tea", 1L))));
    List<OrderNews> little =
        trade.hear(List.of(trade.invoice("p", SETTLED, new Msat(BEFORE.value() + 100_000))));
    assertThat(little).noneMatch(OrderNews.RefundDue.class::isInstance);
  }
}
