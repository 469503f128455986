package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOut.State;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SimulatedPayOutsIT extends SimulatedNodeTest {

  private final SimulatedPayments payments = new SimulatedPayments(database(dataSource));
  private final SimulatedPayOuts payOuts = new SimulatedPayOuts(node, payments, clock);
  private final CustomersWallet wallet = new CustomersWallet(clock, 80, node, payments);

  @Test
  void paysACustomersInvoiceOnceHoweverManyAskAtOnce() throws Exception {
    Invoice invoice = wallet.invoice(AMOUNT);
    assertThat(payOuts.track(invoice.paymentHash())).isEmpty();
    assertThat(wallet.received(invoice.paymentHash())).isEmpty();

    List<PayOut> outcomes = atOnce(12, () -> payOuts.send(request(invoice)));

    assertThat(outcomes).hasSize(12).containsOnly(paid(invoice));
    assertThat(payOuts.track(invoice.paymentHash())).contains(paid(invoice));
    assertThat(wallet.received(invoice.paymentHash())).contains(AMOUNT);
    assertThat(count()).isOne();
  }

  @Test
  void settlesAnInvoiceOfItsOwnAndTellsOfIt() throws Exception {
    Invoice invoice = node.create(request(Preimage.random()));
    List<Invoice> news = new CopyOnWriteArrayList<>();

    var subscription = node.subscribe(news::add);

    List<PayOut> outcomes = atOnce(12, () -> payOuts.send(request(invoice)));

    assertThat(outcomes).hasSize(12).containsOnly(paid(invoice));
    Awaitility.await().until(() -> news.size() == 1);
    subscription.close();
    Invoice settled = lookUp(invoice);
    assertThat(settled.state()).isEqualTo(Invoice.State.SETTLED);
    assertThat(settled.received()).isEqualTo(AMOUNT);
    assertThat(settled.settledAt()).isEqualTo(clock.instant());
    assertThat(news).containsExactly(settled);
    assertThat(count()).isOne();
  }

  @Test
  void paysNothingThatIsClosed() {
    Invoice customers = wallet.invoice(AMOUNT);
    Invoice paid = node.create(request(Preimage.random()));
    node.pay(text(paid));
    Invoice cancelled = node.create(request(Preimage.random()));
    node.cancel(cancelled.paymentHash());
    Invoice held = node.create(holdRequest(Preimage.random()));
    Invoice expired = node.create(request(Preimage.random()));
    clock.advance(Duration.ofHours(24));

    for (Invoice invoice : List.of(customers, paid, cancelled, held, expired)) {
      assertRefused(request(invoice), "invoice-closed");
    }
    assertThat(count()).isZero();
  }

  @Test
  void staysPaidAfterItsExpiry() {
    Invoice invoice = wallet.invoice(AMOUNT);
    payOuts.send(request(invoice));
    clock.advance(Duration.ofDays(2));

    assertThat(payOuts.send(request(invoice))).isEqualTo(paid(invoice));
  }

  @Test
  void paysNothingOfAnotherAmountHashOrNetwork() {
    Invoice invoice = wallet.invoice(AMOUNT);
    PaymentHash hash = invoice.paymentHash();
    Msat more = new Msat(AMOUNT.value() + 1);

    assertRefused(new PayOutRequest(text(invoice), hash, more, Msat.ZERO), "invoice-differs");
    assertRefused(
        new PayOutRequest(text(invoice), Preimage.random().hash(), AMOUNT, Msat.ZERO),
        "invoice-differs");
    assertRefused(new PayOutRequest("lnbcrt1", hash, AMOUNT, Msat.ZERO), "malformed-invoice");
    assertThat(count()).isZero();
  }

  @Test
  void paysNothingWhileItIsAway() {
    Invoice invoice = wallet.invoice(AMOUNT);
    node.setUp(false);

    assertThatThrownBy(() -> payOuts.send(request(invoice))).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> payOuts.track(invoice.paymentHash()))
        .isInstanceOf(TransientException.class);
    assertThat(count()).isZero();
  }

  private void assertRefused(PayOutRequest request, String code) {
    assertThatThrownBy(() -> payOuts.send(request))
        .isInstanceOfSatisfying(
            PermanentException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static PayOutRequest request(Invoice invoice) {
    return new PayOutRequest(text(invoice), invoice.paymentHash(), AMOUNT, Msat.ZERO);
  }

  private static PayOut paid(Invoice invoice) {
    return new PayOut(invoice.paymentHash(), State.SUCCEEDED, Msat.ZERO, null);
  }

  private long count() {
    return jdbc.sql("SELECT count(*) FROM simulated_payment").query(Long.class).single();
  }
}
