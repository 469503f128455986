package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Network;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.junit.jupiter.api.Test;

class SimulatedNodeInvoicesIT extends SimulatedNodeTest {

  @Test
  void makesASignedInvoiceOfWhatWasAskedFor() {
    var preimage = Preimage.random();

    Invoice invoice = node.create(request(preimage));

    assertThat(invoice.state()).isEqualTo(State.OPEN);
    assertThat(invoice.received()).isEqualTo(Msat.ZERO);
    var bolt11 = Bolt11.decode(text(invoice));
    assertThat(text(invoice)).startsWith("lnbcrt21u1");
    assertThat(bolt11.network()).isEqualTo(Network.REGTEST);
    assertThat(bolt11.paymentHash()).isEqualTo(preimage.hash());
    assertThat(bolt11.amount()).isEqualTo(AMOUNT);
    assertThat(bolt11.description()).isEqualTo("Order 'ä' for pubkey 'b'");
    assertThat(bolt11.expiry()).isEqualTo(EXPIRY);
    assertThat(bolt11.minFinalCltvExpiryDelta()).isEqualTo(80);
    assertThat(bolt11.features()).containsExactlyInAnyOrder(8, 14, 17);
    assertThat(invoice.expiresAt()).isEqualTo(bolt11.expiresAt()).isEqualTo("2026-05-01T12:15:00Z");
  }

  @Test
  void keepsItsKeyAndItsInvoicesOverARestart() {
    Invoice invoice = node.create(request(Preimage.random()));

    SimulatedNode restarted = node();

    assertThat(keyFrom(database(dataSource)).nodeId())
        .isEqualTo(Bolt11.decode(text(invoice)).payee());
    assertThat(restarted.lookUp(List.of(invoice.paymentHash()))).containsExactly(invoice);
    assertThat(restarted.pay(text(invoice)).state()).isEqualTo(State.SETTLED);
  }

  @Test
  void keepsNoSecretReadable() {
    var preimage = Preimage.random();
    node.create(request(preimage));

    byte[] stored =
        jdbc.sql("SELECT preimage_sealed FROM simulated_invoice").query(byte[].class).single();

    assertThat(stored).isNotEqualTo(preimage.bytes()).hasSizeGreaterThan(32);
  }

  @Test
  void answersTheSameInvoiceWhenItIsAskedAgain() {
    InvoiceRequest request = request(Preimage.random());
    Invoice invoice = node.create(request);
    clock.advance(Duration.ofMinutes(1));

    assertThat(node.create(request)).isEqualTo(invoice);
  }

  @Test
  void refusesASecondAmountForAPaymentHash() {
    var preimage = Preimage.random();
    node.create(request(preimage));
    var other = new InvoiceRequest(preimage.hash(), preimage, new Msat(1), "", EXPIRY);

    assertThatThrownBy(() -> node.create(other)).isInstanceOf(PermanentException.class);
  }

  @Test
  void makesOneInvoiceWhenManyAskAtOnce() throws Exception {
    InvoiceRequest request = request(Preimage.random());

    List<Invoice> invoices = atOnce(12, () -> node.create(request));

    assertThat(invoices).containsOnly(invoices.getFirst());
    assertThat(jdbc.sql("SELECT count(*) FROM simulated_invoice").query(Long.class).single())
        .isOne();
  }

  @Test
  void cutsALongMemoAtACharacter() {
    assertThat(InvoiceMaker.truncated("ä".repeat(319) + "a")).hasSize(320);
    assertThat(InvoiceMaker.truncated("ä".repeat(320))).hasSize(319);
    assertThat(InvoiceMaker.truncated("a" + "杯".repeat(213))).isEqualTo("a" + "杯".repeat(212));
    assertThat(InvoiceMaker.truncated("\uD83D")).isEqualTo("?");
  }
}
