package market.caravan.order;

import static market.caravan.lightning.Invoice.State.CANCELLED;
import static market.caravan.lightning.Invoice.State.EXPIRED;
import static market.caravan.lightning.Invoice.State.HELD;
import static market.caravan.lightning.Invoice.State.OPEN;
import static market.caravan.lightning.Invoice.State.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the node's words make of an order, its stock and what its customer is told. */
class PaymentsIT extends PostgresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Desk desk = new Desk(dataSource, clock);

  @Test
  void takesThePiecesOnceWhenAnInvoiceIsSettledHoweverOftenItIsSaid() {
    PaymentHash hash = open("o-1");
    assertThat(desk.stock()).isEqualTo("1/1");

    assertThat(desk.hear(hash, SETTLED)).hasSize(1);
    assertThat(desk.hear(hash, SETTLED)).isEmpty();
    assertThat(desk.hear(hash, OPEN)).isEmpty();
    assertThat(desk.hear(hash, EXPIRED)).isEmpty();

    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
    assertThat(desk.stock()).isEqualTo("0/0");
  }

  @Test
  void countsNewsOfAnInvoiceThatIsNobodysAndMovesNothing() {
    PaymentHash hash = open("o-1");
    assertThat(desk.hear(Preimage.random().hash(), SETTLED)).isEmpty();
    assertThat(desk.refused).containsExactly("default unknown-invoice");
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.AWAITING_PAYMENT);
    desk.hear(hash, OPEN);
    assertThat(desk.refused).as("what is known already is no such news").hasSize(1);
  }

  @Test
  void waitsForNobodyOverAWordThatSaysNothingNew() {
    PaymentHash hash = open("o-1");
    new TransactionTemplate(new DataSourceTransactionManager(dataSource))
        .executeWithoutResult(
            transacted -> {
              jdbc.sql("SELECT seq FROM orders FOR UPDATE").query(Long.class).single();
              assertThat(CompletableFuture.supplyAsync(() -> desk.hear(hash, OPEN)))
                  .succeedsWithin(Duration.ofSeconds(30))
                  .isEqualTo(List.of());
            });
  }

  @Test
  void countsASettlementBeforeTheInvoiceIsKnownToBeOpen() {
    PaymentHash hash = desk.place("o-1");
    desk.hear(hash, SETTLED);
    assertThat(desk.hear(hash, OPEN)).isEmpty();
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void isPaidLateWhereThePiecesAreStillThere() {
    PaymentHash hash = open("o-1");
    desk.hear(hash, EXPIRED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.EXPIRED);
    assertThat(desk.stock()).isEqualTo("1/0");

    assertThat(desk.hear(hash, SETTLED)).hasSize(1);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
    assertThat(desk.stock()).isEqualTo("0/0");
  }

  @Test
  void owesTheMoneyBackWherePaidLateAndSoldToSomebodyElse() {
    PaymentHash late = open("o-1");
    desk.hear(late, CANCELLED);
    PaymentHash winner = open("o-2");

    desk.hear(late, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.REFUND_DUE);
    desk.hear(winner, SETTLED);
    assertThat(desk.status("o-2")).isEqualTo(OrderStatus.PAID);
    assertThat(desk.stock()).isEqualTo("0/0");
  }

  @Test
  void owesBackWhatIsLessThanTheInvoiceAskedFor() {
    PaymentHash hash = open("o-1");
    desk.hear(hash, SETTLED, Desk.PRICE, new Msat(Desk.PRICE.value() - 1));
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.REFUND_DUE);
    assertThat(desk.stock()).isEqualTo("1/0");
  }

  @Test
  void takesWhatIsMoreThanTheInvoiceAskedFor() {
    PaymentHash hash = open("o-1");
    desk.hear(hash, SETTLED, Desk.PRICE, new Msat(Desk.PRICE.value() + 1));
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void showsNobodyAnInvoiceOfAnotherAmount() {
    PaymentHash hash = desk.place("o-1");
    assertThatThrownBy(() -> desk.hear(hash, OPEN, Msat.ofSat(501), Msat.ZERO))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("amount");
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PLACED);
  }

  @Test
  void keepsNoSecretOfAnInvoiceOfWhichTheNodeHasDrawnItsOwn() {
    desk.place("o-1");
    PaymentHash own = desk.openAnother(1);
    assertThat(desk.count("invoice WHERE preimage_sealed IS NULL")).isEqualTo(1);
    desk.hear(own, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void takesAPaymentThatIsLockedInWhereThePiecesAreThere() {
    PaymentHash hash = open("o-1");
    assertThat(desk.hear(hash, HELD)).isEmpty();
    assertThat(desk.instruction(hash)).isEqualTo("SETTLE");
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.AWAITING_PAYMENT);
    desk.hear(hash, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void givesAPaymentBackThatIsLockedInAfterThePiecesWereSold() {
    PaymentHash late = open("o-1");
    desk.expire(1);
    PaymentHash other = open("o-2");
    assertThat(desk.hear(late, HELD)).hasSize(1);
    assertThat(desk.instruction(late)).isEqualTo("CANCEL");
    desk.hear(late, CANCELLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.EXPIRED);
    desk.hear(other, SETTLED);
    assertThat(desk.status("o-2")).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void refusesAnOrderWithoutInvoiceAndHasALateOneCancelled() {
    PaymentHash hash = desk.place("o-1");
    assertThat(desk.giveUp(1)).hasSize(1).first().isInstanceOf(OrderNews.Refused.class);
    assertThat(desk.giveUp(1)).isEmpty();
    assertThat(desk.stock()).isEqualTo("1/0");

    assertThat(desk.hear(hash, OPEN)).isEmpty();
    assertThat(desk.instruction(hash)).isEqualTo("CANCEL");
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.REJECTED);

    desk.hear(hash, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.REFUND_DUE);
  }

  @Test
  void watchesAnOrderThatExpiredWithoutTheNodesWord() {
    PaymentHash hash = open("o-1");
    assertThat(desk.expire(1)).hasSize(1);
    assertThat(desk.expire(1)).isEmpty();
    assertThat(desk.stock()).isEqualTo("1/0");

    desk.hear(hash, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
    assertThat(desk.stock()).isEqualTo("0/0");
  }

  @Test
  void shipsNothingUnpaidThatIsGone() {
    desk.hear(open("o-1"), EXPIRED);
    open("o-2");
    assertThatThrownBy(() -> desk.ship("o-1", true, true))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("not in stock");
    assertThat(desk.count("shipment")).isZero();
    assertThat(desk.stock()).isEqualTo("1/1");
  }

  @Test
  void shipsUnpaidWhatIsStillHeld() {
    PaymentHash hash = open("o-1");
    assertThat(desk.ship("o-1", true, true)).hasSize(1);
    assertThat(desk.stock()).isEqualTo("0/0");
    desk.hear(hash, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
    assertThat(desk.stock()).isEqualTo("0/0");
  }

  @Test
  void shipsOnceAndTakesBackOnceHoweverManyAskAtOnce() throws Exception {
    desk.hear(open("o-1"), SETTLED);
    assertThat(newsOfEightAtOnce(true)).isEqualTo(1);
    assertThat(newsOfEightAtOnce(false)).isEqualTo(1);
    assertThat(desk.count("shipment")).isEqualTo(1);
  }

  @Test
  void saysWhatTheMerchantWroteEvenWhereNothingChanges() {
    desk.hear(open("o-1"), SETTLED);
    assertThat(desk.ship("o-1", false, false)).isEmpty();
    assertThat(desk.ship("o-1", false, "A day more, please")).hasSize(1);
    assertThat(desk.ship("o-1", false, "A day more, please")).isEmpty();
    assertThat(desk.ship("o-1", true, "On its way")).hasSize(1);
    assertThat(desk.ship("o-1", true, "On its way")).isEmpty();
    assertThat(desk.ship("o-1", true, "It is the blue parcel")).hasSize(1);
    assertThat(desk.count("shipment")).isEqualTo(1);
  }

  private int newsOfEightAtOnce(boolean shipped) throws Exception {
    List<Callable<List<OrderNews>>> clicks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clicks.add(() -> desk.ship("o-1", shipped, false));
    }
    int news = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<OrderNews>> click : threads.invokeAll(clicks)) {
        news += click.get().size();
      }
    }
    return news;
  }

  private PaymentHash open(String id) {
    PaymentHash hash = desk.place(id);
    desk.hear(hash, OPEN);
    return hash;
  }
}
