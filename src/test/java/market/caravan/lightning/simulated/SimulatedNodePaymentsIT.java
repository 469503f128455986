package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;

class SimulatedNodePaymentsIT extends SimulatedNodeTest {

  @Test
  void isPaidOnceWhenManyPayAtOnce() throws Exception {
    var preimage = Preimage.random();
    Invoice invoice = node.create(request(preimage));

    List<String> outcomes = atOnce(12, () -> outcomeOfPaying(invoice));

    assertThat(outcomes).filteredOn("SETTLED"::equals).hasSize(1);
    assertThat(outcomes).filteredOn("invoice-paid"::equals).hasSize(11);
    Invoice paid = lookUp(invoice);
    assertThat(paid.received()).isEqualTo(AMOUNT);
    assertThat(paid.settledAt()).isEqualTo(clock.instant());
  }

  @Test
  void givesThePreimageToWhoPays() {
    var preimage = Preimage.random();
    Invoice invoice = node.create(request(preimage));

    Payment payment = node.pay("LIGHTNING:" + text(invoice).toUpperCase(Locale.ROOT) + "\n");

    assertThat(payment.preimage()).extracting(Preimage::hex).isEqualTo(preimage.hex());
  }

  @Test
  void locksAHoldInvoiceInUntilItIsSettled() {
    var preimage = Preimage.random();
    Invoice invoice = node.create(holdRequest(preimage));

    Payment payment = node.pay(text(invoice));

    assertThat(payment).isEqualTo(new Payment(preimage.hash(), null, State.HELD));
    assertThat(outcomeOfPaying(invoice)).isEqualTo("invoice-paid");
    assertThat(lookUp(invoice).received()).isEqualTo(AMOUNT);
    clock.advance(Duration.ofDays(3));
    assertThat(lookUp(invoice).state()).isEqualTo(State.HELD);
    assertThat(node.settle(preimage).state()).isEqualTo(State.SETTLED);
    assertThat(node.settle(preimage).settledAt()).isEqualTo(clock.instant());
    assertThat(node.cancel(preimage.hash()).state()).isEqualTo(State.SETTLED);
  }

  @Test
  void givesALockedInPaymentBackWhenItIsCancelled() {
    var preimage = Preimage.random();
    Invoice invoice = node.create(holdRequest(preimage));
    node.pay(text(invoice));

    Invoice cancelled = node.cancel(preimage.hash());

    assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
    assertThat(cancelled.received()).isEqualTo(Msat.ZERO);
    assertThat(outcomeOfPaying(invoice)).isEqualTo("invoice-closed");
    assertThat(node.settle(preimage).state()).as("too late").isEqualTo(State.CANCELLED);
  }

  @Test
  void settlesNothingThatIsNotHeld() {
    var preimage = Preimage.random();
    assertThatThrownBy(() -> node.settle(preimage)).hasMessageContaining("no such invoice");
    node.create(request(preimage));

    assertThatThrownBy(() -> node.settle(preimage)).hasMessageContaining("OPEN");
  }

  @Test
  void takesNoPaymentAfterTheExpiry() {
    Invoice invoice = node.create(request(Preimage.random()));
    clock.advance(Duration.between(clock.instant(), invoice.expiresAt()).minusMillis(1));
    assertThat(lookUp(invoice).state()).isEqualTo(State.OPEN);

    clock.advance(Duration.ofMillis(1));

    assertThat(outcomeOfPaying(invoice)).isEqualTo("invoice-closed");
    assertThat(lookUp(invoice).state()).isEqualTo(State.EXPIRED);
    assertThat(node.cancel(invoice.paymentHash()).state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void staysExpiredWhenItsClockIsSetBack() {
    Invoice invoice = node.create(request(Preimage.random()));
    clock.advance(Duration.ofMinutes(16));
    assertThat(lookUp(invoice).state()).isEqualTo(State.EXPIRED);

    clock.advance(Duration.ofMinutes(-10));

    assertThat(outcomeOfPaying(invoice)).isEqualTo("invoice-closed");
  }
}
