package market.caravan.lightning.wallets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeAwayException;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.UnknownInvoiceException;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedNodeTest {

  private static final PaymentHash HASH = Preimage.random().hash();
  private static final Msat PRICE = Msat.ofSat(21);
  private static final PayOutRequest REQUEST =
      new PayOutRequest("lntbs1", HASH, Msat.ofSat(1), Msat.ZERO);

  private final List<String> refused = new ArrayList<>();
  private final Unsteady node = new Unsteady();
  private final GuardedNode guarded =
      new GuardedNode(
          "spare",
          node,
          4,
          new WalletsProperties.Breaker(3, Duration.ofMillis(20)),
          new Refusals((wallet, reason) -> refused.add(wallet + " " + reason)),
          new TestClock(Instant.parse("2026-05-06T07:08:09Z")));

  /** The same of a node that pays out. */
  private static final class UnsteadyPayOuts implements PayOuts {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch hang = new CountDownLatch(1);
    private volatile @Nullable CaravanException failure;
    private volatile boolean hangs;

    @Override
    public Network network() {
      return Network.SIGNET;
    }

    @Override
    public PayOut send(PayOutRequest request) {
      return track(request.paymentHash()).orElseThrow();
    }

    @Override
    public Optional<PayOut> track(PaymentHash hash) {
      asked.incrementAndGet();
      CaravanException wanted = failure;
      if (wanted != null) {
        throw wanted;
      }
      if (hangs) {
        awaitEnd(hang);
      }
      return Optional.of(new PayOut(hash, PayOut.State.FAILED, Msat.ZERO, "no route"));
    }
  }

  private static void awaitEnd(CountDownLatch hang) {
    try {
      hang.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails, hangs or answers as a test wants. */
  private static final class Unsteady extends UnaskedNode {
    private final UnsteadyPayOuts paying = new UnsteadyPayOuts();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch hang = new CountDownLatch(1);
    private volatile @Nullable CaravanException failure;
    private volatile boolean away;
    private volatile PaymentHash answersOf = HASH;
    private volatile boolean takesPreimages = true;

    @Override
    public boolean takesPreimages() {
      return takesPreimages;
    }

    @Override
    public Invoice create(InvoiceRequest request) {
      return invoice(answersOf);
    }

    @Override
    public Invoice cancel(PaymentHash hash) {
      asked.incrementAndGet();
      CaravanException wanted = failure;
      if (wanted != null) {
        throw wanted;
      }
      return invoice(answersOf);
    }

    @Override
    public Invoice settle(Preimage preimage) {
      asked.incrementAndGet();
      awaitEnd(hang);
      return invoice(preimage.hash());
    }

    @Override
    public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
      return List.of(invoice(answersOf));
    }

    @Override
    public void ping() {
      if (away) {
        throw new TransientException("node-away", "Away");
      }
    }

    @Override
    public Optional<PayOuts> payOuts() {
      return Optional.of(paying);
    }

    private static Invoice invoice(PaymentHash hash) {
      return new Invoice(hash, null, PRICE, Msat.ZERO, State.OPEN, Instant.EPOCH, null);
    }
  }

  @AfterEach
  void close() {
    node.hang.countDown();
    node.paying.hang.countDown();
    guarded.close();
  }

  @Test
  void isLeftAloneOnceItHasNotAnsweredSeveralTimesUntilItAnswersAPing() {
    node.away = true;
    fail(new TransientException("node-away", "Away"), 3);
    assertThat(guarded.readiness()).isEqualTo(Readiness.AWAY);
    assertThatThrownBy(() -> guarded.cancel(HASH))
        .isInstanceOf(NodeAwayException.class)
        .hasMessageContainingAll("'spare'", "tried again at 2026-05-06T07:08:09Z");
    assertThatThrownBy(guarded::ping).isInstanceOf(NodeAwayException.class);
    assertThat(node.asked).hasValue(3);

    node.failure = null;
    node.away = false;
    await().until(() -> guarded.readiness() == Readiness.READY);
    assertThat(guarded.cancel(HASH).paymentHash()).isEqualTo(HASH);
  }

  @Test
  void isThereAsLongAsItAnswersWhateverItSays() {
    fail(new UnknownInvoiceException("No such invoice"), 10);
    fail(new TransientException("node-differs", "Another network"), 10);
    assertThat(guarded.readiness()).isEqualTo(Readiness.READY);
    assertThat(refused).hasSize(10).containsOnly("spare node-differs");
  }

  @Test
  void letsOnlySoManyWaitForIt() {
    for (int i = 0; i < 4; i++) {
      Thread.startVirtualThread(() -> guarded.settle(Preimage.random()));
    }
    await().until(() -> node.asked.get() == 4);
    assertThat(guarded.readiness()).isEqualTo(Readiness.BUSY);
    assertThatThrownBy(() -> guarded.cancel(HASH))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("'spare'");
    assertThat(guarded.lookUp(List.of(HASH))).hasSize(1);
    node.hang.countDown();
    await().until(() -> guarded.readiness() == Readiness.READY);
  }

  @Test
  void isLeftAloneOnceItsPayOutsHaveNotAnsweredSeveralTimes() {
    node.away = true;
    failToPay(new TransientException("node-away", "Away"), 3);
    assertThat(guarded.readiness()).isEqualTo(Readiness.AWAY);
    assertThatThrownBy(() -> payOuts().send(REQUEST)).isInstanceOf(NodeAwayException.class);
    assertThatThrownBy(() -> payOuts().track(HASH)).isInstanceOf(NodeAwayException.class);
    assertThatThrownBy(() -> guarded.cancel(HASH)).isInstanceOf(NodeAwayException.class);
    assertThat(node.paying.asked).hasValue(3);

    node.paying.failure = null;
    node.away = false;
    await().until(() -> guarded.readiness() == Readiness.READY);
    assertThat(payOuts().track(HASH)).isPresent();
  }

  @Test
  void isThereWhereAPaymentFailsOrItsMacaroonMayNotPay() {
    for (int i = 0; i < 10; i++) {
      assertThat(payOuts().send(REQUEST).state()).isEqualTo(PayOut.State.FAILED);
    }
    failToPay(new PermanentException("pay-out-refused", "It has expired"), 10);
    failToPay(new TransientException("pay-out-unclear", "LND says something else"), 10);
    assertThat(refused).hasSize(10).containsOnly("spare pay-out-unclear");
    refused.clear();
    failToPay(new TransientException("pay-out-macaroon-refused", "See the property"), 10);
    assertThat(guarded.readiness()).isEqualTo(Readiness.READY);
    assertThat(refused).hasSize(10).containsOnly("spare pay-out-macaroon-refused");
    assertThat(payOuts().network()).isEqualTo(Network.SIGNET);
  }

  @Test
  void letsNoInvoiceWaitForPayOutsThatHang() {
    node.paying.hangs = true;
    for (int i = 0; i < GuardedPayOuts.CALLS; i++) {
      Thread.startVirtualThread(() -> payOuts().send(REQUEST));
    }
    await().until(() -> node.paying.asked.get() == GuardedPayOuts.CALLS);
    node.paying.hangs = false;
    assertThatThrownBy(() -> payOuts().track(HASH))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("'spare'");
    assertThat(node.paying.asked).hasValue(GuardedPayOuts.CALLS);
    assertThat(guarded.readiness()).isEqualTo(Readiness.READY);
    assertThat(guarded.cancel(HASH).paymentHash()).isEqualTo(HASH);
  }

  private PayOuts payOuts() {
    return guarded.payOuts().orElseThrow();
  }

  private void failToPay(CaravanException failure, int times) {
    node.paying.failure = failure;
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> payOuts().send(REQUEST)).isSameAs(failure);
    }
  }

  @Test
  void takesNoAnswerAboutWhatItWasNotAskedFor() {
    node.answersOf = Preimage.random().hash();
    assertThat(guarded.lookUp(List.of(HASH))).isEmpty();
    assertThatThrownBy(() -> guarded.cancel(HASH)).isInstanceOf(PermanentException.class);
    assertThat(refused).containsExactly("spare answer-differs");
  }

  @Test
  void takesNoInvoiceOfAnotherAmount() {
    assertThat(guarded.create(request(PRICE)).paymentHash()).isEqualTo(HASH);
    assertThatThrownBy(() -> guarded.create(request(Msat.ofSat(22))))
        .isInstanceOf(InvoiceRefusedException.class);
    assertThat(refused).containsExactly("spare invoice-differs");
  }

  @Test
  void takesAnInvoiceOfAnotherHashWhereTheNodeTakesNoPreimage() {
    node.answersOf = Preimage.random().hash();
    assertThatThrownBy(() -> guarded.create(request(PRICE))).isInstanceOf(PermanentException.class);
    assertThat(refused).containsExactly("spare answer-differs");
    node.takesPreimages = false;
    assertThat(guarded.create(request(PRICE)).paymentHash()).isEqualTo(node.answersOf);
  }

  private static InvoiceRequest request(Msat amount) {
    return new InvoiceRequest(HASH, null, amount, "memo", Duration.ofMinutes(15));
  }

  private void fail(CaravanException failure, int times) {
    node.failure = failure;
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> guarded.cancel(HASH)).isSameAs(failure);
    }
  }
}
