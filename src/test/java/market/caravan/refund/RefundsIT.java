package market.caravan.refund;

import static market.caravan.refund.RefundCommand.Decision.APPROVE;
import static market.caravan.refund.RefundCommand.Decision.DECLINE;
import static market.caravan.refund.RefundCommand.Decision.RETRY;
import static market.caravan.refund.RefundState.DECLINED;
import static market.caravan.refund.RefundState.DUE;
import static market.caravan.refund.RefundState.FAILED;
import static market.caravan.refund.RefundState.PAID;
import static market.caravan.refund.RefundState.SENDING;
import static market.caravan.refund.RefundState.WAITS_FOR_APPROVAL;
import static market.caravan.refund.RefundState.WAITS_FOR_INVOICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.order.OrderNews;
import market.caravan.order.RefundReason;
import market.caravan.refund.PretendedPayOuts.Mood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of money that goes back, whatever the node, the customer and other workers do. */
class RefundsIT extends PostgresTest {

  private static final Duration SOON = Duration.ofMinutes(11);
  private static final String ADDRESS = "ada@example.com";

  private final Till till = new Till(dataSource);

  @Test
  void opensOneForEachReasonHoweverOftenItIsSaid() {
    PaymentHash hash = till.order("o-1", "REFUND_DUE", Till.RECEIVED);
    OrderNews due = till.refundDue("o-1", hash, Till.RECEIVED, RefundReason.SOLD_OUT);
    assertThat(Till.words(till.open(List.of(due)))).contains("500 sat will be sent back");
    assertThat(till.open(List.of(due, due))).isEmpty();
    assertThat(till.count("refund")).isEqualTo(1);
  }

  @Test
  void tellsOfItInWhatTheCustomerIsToldAnyway() {
    PaymentHash hash = till.order("o-1", "REFUND_DUE", Till.RECEIVED);
    OrderNews due = till.refundDue("o-1", hash, Till.RECEIVED, RefundReason.SOLD_OUT);
    OrderNews status = new OrderNews.StatusChanged(due.order(), null);
    List<OrderNews> told = till.open(List.of(due, status));
    assertThat(told).hasSize(1);
    assertThat(Till.words(told)).contains("can't be delivered", "500 sat");
  }

  @Test
  void leavesOtherNewsAlone() {
    till.order("o-1", "PAID", Till.RECEIVED);
    List<OrderNews> news = List.of(new OrderNews.StatusChanged(till.order("o-1"), null));
    assertThat(till.open(news)).isEqualTo(news);
  }

  @Test
  void neverGivesBackMoreThanWasReceived() {
    PaymentHash hash = till.order("o-1", "PAID", Till.RECEIVED);
    till.open(List.of(till.refundDue("o-1", hash, Msat.ofSat(20), RefundReason.OVERPAID)));
    assertThatThrownBy(
            () ->
                till.open(
                    List.of(till.refundDue("o-1", hash, Msat.ofSat(481), RefundReason.MERCHANT))))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("more than is left");
    till.open(List.of(till.refundDue("o-1", hash, Till.RECEIVED, RefundReason.CANCELLED)));
    till.open(List.of(till.refundDue("o-1", hash, Till.RECEIVED, RefundReason.SOLD_OUT)));
    assertThat(jdbc.sql("SELECT amount_msat FROM refund ORDER BY seq").query(Long.class).list())
        .containsExactly(20_000L, 480_000L);
  }

  @Test
  void sendsNothingUnaskedAboveTheLimit() {
    Till careful = another(true, 499);
    long refund = careful.due("o-1");
    assertThat(careful.state(refund)).isEqualTo(WAITS_FOR_APPROVAL);
    assertThat(careful.pay()).isEmpty();

    careful.profile = () -> Optional.of(ADDRESS);
    careful.decide(refund, APPROVE, null);
    careful.pay();
    assertThat(careful.state(refund)).isEqualTo(PAID);
    assertThatThrownBy(() -> careful.decide(refund, APPROVE, null))
        .isInstanceOf(PermanentException.class);
  }

  private Till another(boolean canPay, long automaticUpTo) {
    jdbc.sql("DELETE FROM merchant").update();
    jdbc.sql("DELETE FROM account").update();
    return new Till(dataSource, canPay, automaticUpTo);
  }

  @Test
  void sendsItToTheAddressThatTheCustomerHad() {
    till.profile = () -> Optional.of(ADDRESS);
    long refund = till.due("o-1");
    assertThat(Till.words(till.pay())).isEqualTo("500 sat have been sent back to ada@example.com.");
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
    assertThat(till.node.sent.getFirst().feeLimit()).isEqualTo(Msat.ofSat(10));
    assertThat(till.history(refund))
        .containsExactly("OPENED", "ADDRESS_FOUND", "INVOICE_STORED", "PAID");
  }

  @Test
  void isPaidByTheWalletThatThePaymentCameTo() {
    till.profile = () -> Optional.of(ADDRESS);
    till.addressInvoice = this::signetInvoice;
    long refund = till.due("o-1", "spare");
    till.pay();
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.askedFor).isEqualTo(Network.SIGNET);
    assertThat(till.spare.spent()).isEqualTo(Till.RECEIVED);
    assertThat(till.node.sent).isEmpty();
  }

  private String signetInvoice() {
    return till.wallet.invoice(Network.SIGNET, Till.RECEIVED, Preimage.random().hash());
  }

  @Test
  void waitsForAWalletThatIsAwayAndPaysTheOthersMeanwhile() {
    till.profile = () -> Optional.of(ADDRESS);
    till.spareIsAway = true;
    long waiting = till.due("o-1", "spare");
    long other = till.due("o-2");
    till.pay();
    assertThat(till.state(other)).isEqualTo(PAID);
    assertThat(till.history(waiting)).containsExactly("OPENED");
    assertThat(till.payers.missing()).isEmpty();

    till.spareIsAway = false;
    till.addressInvoice = this::signetInvoice;
    till.pay();
    assertThat(till.state(waiting)).isEqualTo(PAID);
  }

  @Test
  void asksTheCustomerWhereThereIsNoAddress() {
    long refund = till.due("o-1");
    assertThat(Till.words(till.pay())).contains("answer with a Lightning invoice", "exactly 500");
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);

    assertThat(till.offer(till.wallet.invoice(Till.RECEIVED))).isEmpty();
    assertThat(till.state(refund)).isEqualTo(SENDING);
    till.pay();
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
  }

  @Test
  void takesAnAddressForAnAnswer() {
    long refund = asked("o-1");
    till.offer(ADDRESS);
    till.pay();
    assertThat(till.refund(refund).state()).isEqualTo(PAID);
    assertThat(till.refund(refund).address()).isEqualTo(ADDRESS);
  }

  @Test
  void leavesAnInvoiceAloneThatNoRefundWaitsFor() {
    assertThat(till.offer(till.wallet.invoice(Till.RECEIVED))).isEmpty();
    assertThat(till.count("refund_invoice")).isZero();
  }

  @Test
  void refusesAnInvoiceThatIsNotTheOneToBePaid() {
    long refund = asked("o-1");
    String other = "of another network";
    refused(refund, till.wallet.invoice(Msat.ofSat(501)), "another-amount", "exactly 500 sat");
    refused(refund, till.wallet.invoice(new Msat(500_001)), "another-amount", "exactly 500 sat");
    PaymentHash hash = Preimage.random().hash();
    refused(
        refund, till.wallet.invoice(Network.REGTEST, null, hash), "another-amount", "exactly 500");
    refused(
        refund,
        till.wallet.invoice(Network.BITCOIN, Till.RECEIVED, hash),
        "another-network",
        other);
    String forged = till.wallet.invoice(Till.RECEIVED).replaceFirst(".{6}$", "qqqqqq");
    refused(refund, forged, "malformed", "no valid");
  }

  @Test
  void refusesAnInvoiceThatIsOursOrWasUsedOrExpires() {
    long refund = asked("o-1");
    PaymentHash ours = till.order("o-2", "PAID", Till.RECEIVED);
    String own = till.wallet.invoice(Network.REGTEST, Till.RECEIVED, ours);
    refused(refund, own, "used", "used before");

    String late = till.wallet.invoice(Till.RECEIVED);
    till.clock.advance(CustomersWallet.EXPIRY.minusMinutes(4));
    refused(refund, late, "expires", "too soon");

    String invoice = till.wallet.invoice(Till.RECEIVED);
    till.offer(invoice);
    till.pay();
    long another = asked("o-3");
    refused(another, invoice, "used", "used before");
  }

  private void refused(long refund, String invoice, String code, String words) {
    double before = till.refused("refund-invoice-" + code);
    int invoices = till.count("refund_invoice");
    assertThat(Till.words(till.offer(invoice))).contains(words);
    assertThat(till.refused("refund-invoice-" + code)).isEqualTo(before + 1);
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
    assertThat(till.count("refund_invoice")).isEqualTo(invoices);
  }

  @Test
  void doesNotAnswerWithoutEnd() {
    asked("o-1");
    String wrong = till.wallet.invoice(Msat.ofSat(1));
    assertThat(IntStream.range(0, 20).filter(i -> !till.offer(wrong).isEmpty()).count())
        .isEqualTo(5);
    assertThat(till.refused("refund-invoice-another-amount")).isEqualTo(20);
  }

  @Test
  void matchesAnInvoiceWithTheOldestRefundOfItsAmount() {
    long first = asked("o-1");
    long second = asked("o-2");
    PaymentHash hash = till.order("o-3", "PAID", Till.RECEIVED);
    till.open(List.of(till.refundDue("o-3", hash, Msat.ofSat(7), RefundReason.MERCHANT)));
    till.pay();
    till.offer(till.wallet.invoice(Msat.ofSat(7)));
    assertThat(till.count("refund WHERE state = 'SENDING' AND amount_msat = 7000")).isEqualTo(1);
    till.offer(till.wallet.invoice(Till.RECEIVED));
    assertThat(till.state(first)).isEqualTo(SENDING);
    assertThat(till.state(second)).isEqualTo(WAITS_FOR_INVOICE);
  }

  @Test
  void sendsNothingToAnAddressThatLies() {
    till.profile = () -> Optional.of(ADDRESS);
    till.addressInvoice = () -> till.wallet.invoice(Msat.ofSat(501));
    long refund = till.due("o-1");
    assertThat(Till.words(till.pay())).contains("answer with a Lightning invoice");
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
    assertThat(till.refused("refund-invoice-another-amount")).isEqualTo(1);
    assertThat(till.node.sent).isEmpty();
  }

  @Test
  void asksTheCustomerWhereTheAddressRefusesOrIsSilent() {
    till.profile = () -> Optional.of(ADDRESS);
    till.addressInvoice = () -> fail(new PermanentException("address-refused", "No"));
    long refund = till.due("o-1");
    till.pay();
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
    assertThat(till.refused("address-refused")).isEqualTo(1);

    till.addressInvoice = () -> fail(new TransientException("away", "Away"));
    till.offer(ADDRESS);
    till.pay();
    assertThat(till.state(refund)).isEqualTo(DUE);
    till.payAfter(SOON);
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
  }

  private static String fail(RuntimeException failure) {
    throw failure;
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"PAYS_UNHEARD", "NEVER_HEARS"})
  void asksFirstWhereAnAnswerWasLost(Mood mood) {
    long refund = sending("o-1");
    till.node.next(mood);
    till.pay();
    assertThat(till.state(refund)).isEqualTo(SENDING);
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
    assertThat(till.node.sent).hasSize(mood == Mood.PAYS_UNHEARD ? 1 : 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"IS_LONG", "IS_LONG_UNHEARD"})
  void waitsForWhatIsUnderWay(Mood mood) {
    long refund = sending("o-1");
    till.node.next(mood);
    till.pay();
    for (int i = 0; i < 5; i++) {
      till.payAfter(SOON);
    }
    till.payAfter(CustomersWallet.EXPIRY.multipliedBy(2));
    assertThat(till.state(refund)).isEqualTo(SENDING);
    assertThat(till.node.sent).hasSize(1);

    till.node.end(PayOut.State.SUCCEEDED);
    assertThat(Till.words(till.payAfter(SOON))).contains("500 sat have been sent back");
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.sent).hasSize(1);
  }

  @Test
  void knowsNothingWhileTheNodeIsDeaf() {
    long refund = sending("o-1");
    till.node.next(Mood.PAYS_UNHEARD);
    till.pay();
    till.node.deaf(true);
    till.payAfter(SOON);
    till.payAfter(CustomersWallet.EXPIRY.multipliedBy(2));
    assertThat(till.state(refund)).isEqualTo(SENDING);
    till.node.deaf(false);
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.sent).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"FAILS", "FAILS_UNHEARD", "REFUSES"})
  void sendsAnotherInvoiceOnlyOnceTheNodeSaysThatItHasFailed(Mood mood) {
    till.profile = () -> Optional.of(ADDRESS);
    till.node.next(mood);
    long refund = till.due("o-1");
    till.pay();
    till.payAfter(SOON);
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.sent).hasSize(2);
    assertThat(till.node.sent.get(0).paymentHash())
        .isNotEqualTo(till.node.sent.get(1).paymentHash());
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
  }

  @Test
  void asksTheCustomerThenTheMerchantWhereNothingCanBePaid() {
    till.profile = () -> Optional.of(ADDRESS);
    till.node.next(Mood.FAILS, Mood.FAILS, Mood.FAILS, Mood.FAILS, Mood.FAILS, Mood.FAILS);
    long refund = till.due("o-1");
    till.pay();
    till.payAfter(SOON);
    assertThat(Till.words(till.payAfter(SOON))).contains("has failed", "answer with a Lightning");
    for (int i = 0; i < 3; i++) {
      assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
      till.offer(till.wallet.invoice(Till.RECEIVED));
      till.payAfter(SOON);
    }
    assertThat(till.state(refund)).isEqualTo(FAILED);
    assertThat(till.offer(till.wallet.invoice(Till.RECEIVED))).isEmpty();
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUND_DUE");

    till.decide(refund, RETRY, null);
    till.pay();
    assertThat(till.state(refund)).as("the lease after the failure").isEqualTo(DUE);
    till.payAfter(till.properties.lease());
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.sent).hasSize(7);
  }

  @Test
  void sendsNoOtherInvoiceWhileAStalledWorkerMaySendTheOneBefore() {
    long refund = sending("o-1");
    till.node.next(Mood.FAILS);
    till.node.stall(
        () -> {
          till.payAfter(till.properties.lease().plusSeconds(1));
          assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
          till.offer(till.wallet.invoice(Till.RECEIVED));
          till.pay();
          assertThat(till.state(refund)).isEqualTo(SENDING);
        });
    till.pay();
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
  }

  @Test
  void takesOnlyAnInvoiceThatOutlivesTheLeaseAfterAFailure() {
    long refund = sending("o-1");
    till.node.next(Mood.FAILS);
    till.pay();
    Duration needed = till.properties.lease().plus(till.properties.timeLeft());
    String early = till.wallet.invoice(Till.RECEIVED);
    till.clock.advance(CustomersWallet.EXPIRY.minus(needed).plusSeconds(1));
    till.offer(early);
    assertThat(till.state(refund)).as("the failure is long ago").isEqualTo(SENDING);

    till.node.next(Mood.FAILS);
    till.pay();
    String later = till.wallet.invoice(Till.RECEIVED);
    String tooShort = till.wallet.shortInvoice(Till.RECEIVED, needed.minusSeconds(2));
    assertThat(Till.words(till.offer(tooShort))).contains("too soon");
    till.offer(later);
    till.pay();
    assertThat(till.state(refund)).isEqualTo(SENDING);
    till.payAfter(till.properties.lease());
    assertThat(till.state(refund)).isEqualTo(PAID);
  }

  @Test
  void takesAnotherWhereAnInvoiceExpiredBeforeItWasSent() {
    long refund = sending("o-1");
    till.payAfter(CustomersWallet.EXPIRY.plusSeconds(1));
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
    assertThat(till.node.sent).isEmpty();
  }

  @Test
  void hearsOfAnInvoiceThatWasPaidAfterItHadFailedBeforeItSendsAnother() {
    till.profile = () -> Optional.of(ADDRESS);
    till.node.next(Mood.FAILS);
    long refund = till.due("o-1");
    till.pay();
    till.node.paysAfterAll(till.node.sent.getFirst().paymentHash());
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.node.sent).hasSize(1);
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
  }

  @Test
  void hearsOnceWhatTheNodeRepeats() {
    till.profile = () -> Optional.of(ADDRESS);
    till.node.next(Mood.FAILS);
    long refund = till.due("o-1");
    till.step(till.claim().getFirst());
    till.step(till.claim().getFirst());
    Finding failure = till.call(till.claim().getFirst());
    till.record(failure);
    till.clock.advance(SOON);
    till.step(till.claim().getFirst());
    assertThat(till.record(failure)).isEmpty();
    assertThat(till.state(refund)).isEqualTo(SENDING);

    Finding success = till.call(till.claim().getFirst());
    assertThat(till.record(success)).hasSize(1);
    assertThat(till.record(success)).isEmpty();
    assertThat(till.record(failure)).isEmpty();
    assertThat(till.state(refund)).isEqualTo(PAID);
    assertThat(till.history(refund))
        .containsExactly(
            "OPENED",
            "ADDRESS_FOUND",
            "INVOICE_STORED",
            "PAYMENT_FAILED",
            "INVOICE_STORED",
            "PAID");
  }

  @Test
  void isClaimedByOneOfManyAtOnce() {
    IntStream.range(0, 10).forEach(i -> till.due("o-" + i));
    List<CompletableFuture<List<Refund>>> workers =
        IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(till::claim)).toList();
    assertThat(workers.stream().flatMap(worker -> worker.join().stream()).map(Refund::seq))
        .hasSize(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void dropsWhatComesOfAClaimThatIsOver() {
    till.profile = () -> Optional.of(ADDRESS);
    long refund = till.due("o-1");
    till.step(till.claim().getFirst());
    Refund slow = till.claim().getFirst();
    Finding late = till.call(slow);
    till.clock.advance(till.properties.lease().plusSeconds(1));
    Refund quick = till.claim().getFirst();
    till.record(late);
    assertThat(till.count("refund_invoice")).isZero();
    till.record(till.call(quick));
    till.record(late);
    assertThat(till.count("refund_invoice")).isEqualTo(1);
    assertThat(till.state(refund)).isEqualTo(SENDING);
  }

  @Test
  void sendsNothingOnceItsClaimIsOver() {
    sending("o-1");
    Refund slow = till.claim().getFirst();
    till.clock.advance(till.properties.lease().plusSeconds(1));
    assertThatThrownBy(() -> till.call(slow)).isInstanceOf(TransientException.class);
    assertThat(till.node.sent).isEmpty();

    Refund quick = till.claim().getFirst();
    assertThatThrownBy(() -> till.call(slow)).isInstanceOf(TransientException.class);
    assertThat(till.node.sent).isEmpty();
    till.step(quick);
    assertThat(till.node.sent).hasSize(1);
  }

  @Test
  void leavesNoInvoiceLiveBesideAnother() {
    sending("o-1");
    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        INSERT INTO refund_invoice SELECT 'x', refund_seq, bolt11, expires_at,
                          state, fee_msat, created_at FROM refund_invoice
                        """)
                    .update())
        .hasMessageContaining("refund_invoice_live");
  }

  @Test
  void goesOnAtOnceWithWhatItHadClaimedItself() {
    sending("o-1");
    assertThat(till.claim()).hasSize(1);
    assertThat(till.claim()).isEmpty();
    till.work.dropOwnLeases();
    assertThat(till.claim()).hasSize(1);
  }

  @Test
  void waitsWhereNobodyCanPay() {
    Till poor = another(false, 1_000);
    long refund = poor.due("o-1");
    long ofNobody = poor.due("o-2", "gone");
    assertThat(poor.pay()).isEmpty();
    assertThat(poor.state(refund)).isEqualTo(DUE);
    assertThat(poor.history(ofNobody)).containsExactly("OPENED");
    assertThat(poor.payers.missing()).containsExactly("default", "gone");

    long other = poor.due("o-3", "spare");
    poor.pay();
    assertThat(poor.state(other)).isEqualTo(WAITS_FOR_INVOICE);
  }

  @Test
  void isDeclinedWithANoteUnlessItIsUnderWay() {
    long refund = asked("o-1");
    List<OrderNews> told = till.decide(refund, DECLINE, "Sent by bank");
    assertThat(Till.words(told)).isEqualTo("Sent by bank");
    assertThat(till.state(refund)).isEqualTo(DECLINED);
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
    assertThat(till.offer(till.wallet.invoice(Till.RECEIVED))).isEmpty();

    long underWay = sending("o-2");
    assertThatThrownBy(() -> till.decide(underWay, DECLINE, "No"))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("SENDING");
    assertThatThrownBy(() -> till.decide(underWay, RETRY, null))
        .isInstanceOf(PermanentException.class);
    assertThatThrownBy(() -> till.decide(999, RETRY, null)).hasMessage("Refund does not exist");
  }

  @Test
  void sendsNothingThatWasDeclinedMeanwhile() {
    till.profile = () -> Optional.of(ADDRESS);
    long refund = till.due("o-1");
    till.step(till.claim().getFirst());
    Finding found = till.call(till.claim().getFirst());
    till.decide(refund, DECLINE, "Sent by bank");
    till.record(found);
    till.payAfter(SOON);
    assertThat(till.state(refund)).isEqualTo(DECLINED);
    assertThat(till.node.sent).isEmpty();
  }

  @Test
  void leavesAPaidOrderPaidWhereAnExcessGoesBack() {
    till.profile = () -> Optional.of(ADDRESS);
    till.addressInvoice = () -> till.wallet.invoice(Msat.ofSat(20));
    PaymentHash hash = till.order("o-1", "PAID", Till.RECEIVED);
    till.open(List.of(till.refundDue("o-1", hash, Msat.ofSat(20), RefundReason.OVERPAID)));
    assertThat(Till.words(till.pay())).contains("20 sat have been sent back");
    assertThat(till.orderStatus("o-1")).isEqualTo("PAID");
  }

  @ParameterizedTest
  @ValueSource(longs = {20, 480})
  void isRefundedOnceNothingIsToGoBackAnyMore(long first) {
    giveBackInTwoParts();
    Msat last = Msat.ofSat(500 - first);
    till.offer(till.wallet.invoice(Msat.ofSat(first)));
    assertThat(Till.words(till.pay())).contains(first + " sat have been sent back");
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUND_DUE");
    till.offer(till.wallet.invoice(last));
    assertThat(Till.words(till.pay())).contains("sat have been sent back");
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
  }

  @Test
  void isRefundedOnceTheRestIsDeclined() {
    giveBackInTwoParts();
    till.offer(till.wallet.invoice(Msat.ofSat(480)));
    till.pay();
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUND_DUE");
    long rest = jdbc.sql("SELECT seq FROM refund WHERE NOT whole").query(Long.class).single();
    assertThat(Till.words(till.decide(rest, DECLINE, "Sent by bank"))).isEqualTo("Sent by bank");
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
  }

  @Test
  void isRefundedOnceItsPartsAreBackOfWhichNothingElseIsLeft() {
    PaymentHash hash = till.order("o-1", "PAID", Till.RECEIVED);
    till.open(List.of(till.refundDue("o-1", hash, Till.RECEIVED, RefundReason.MERCHANT)));
    jdbc.sql("UPDATE orders SET status = 'REFUND_DUE' WHERE id = 'o-1'").update();
    assertThat(till.open(List.of(till.refundDue("o-1", hash, Msat.ZERO, RefundReason.CANCELLED))))
        .isEmpty();
    till.pay();
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUND_DUE");
    till.offer(till.wallet.invoice(Till.RECEIVED));
    till.pay();
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
  }

  @Test
  void isRefundedAtOnceOfWhichNothingIsLeft() {
    PaymentHash hash = till.order("o-1", "REFUND_DUE", Till.RECEIVED);
    assertThat(
            Till.words(
                till.open(List.of(till.refundDue("o-1", hash, Msat.ZERO, RefundReason.CANCELLED)))))
        .isEqualTo("Nothing more of your payment is to be sent back.");
    assertThat(till.orderStatus("o-1")).isEqualTo("REFUNDED");
  }

  /** 20 sat of a paid order, then the order's rest, and the customer was asked for both. */
  private void giveBackInTwoParts() {
    PaymentHash hash = till.order("o-1", "PAID", Till.RECEIVED);
    till.open(List.of(till.refundDue("o-1", hash, Msat.ofSat(20), RefundReason.MERCHANT)));
    jdbc.sql("UPDATE orders SET status = 'REFUND_DUE' WHERE id = 'o-1'").update();
    till.open(List.of(till.refundDue("o-1", hash, Msat.ofSat(480), RefundReason.CANCELLED)));
    till.pay();
    assertThat(till.count("refund WHERE state = 'WAITS_FOR_INVOICE'")).isEqualTo(2);
  }

  /** A refund whose customer was asked for an invoice. */
  private long asked(String id) {
    long refund = till.due(id);
    till.pay();
    assertThat(till.state(refund)).isEqualTo(WAITS_FOR_INVOICE);
    return refund;
  }

  /** A refund whose invoice is stored and not sent yet. */
  private long sending(String id) {
    long refund = asked(id);
    till.offer(till.wallet.invoice(Till.RECEIVED));
    return refund;
  }
}
