package market.caravan.lightning.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LightningProducerTest {

  private final CamelContext context = new DefaultCamelContext();
  private final PretendedNode node = new PretendedNode();
  private final PretendedNode spare = new PretendedNode();
  private final ProducerTemplate template = context.createProducerTemplate();
  private final Preimage preimage = Preimage.random();

  @BeforeEach
  void start() {
    context.getRegistry().bind("wallets", new Wallets(Map.of("default", node, "spare", spare), 8));
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void asksForWhatTheOperationSays() {
    var request =
        new InvoiceRequest(preimage.hash(), preimage, Msat.ofSat(1), "memo", Duration.ofMinutes(1));

    assertThat(ask("create", request)).isEqualTo(invoice(State.OPEN));
    assertThat(ask("lookUp", List.of(preimage.hash()))).isEqualTo(List.of(invoice(State.OPEN)));
    assertThat(ask("settle", preimage)).isEqualTo(invoice(State.SETTLED));
    assertThat(ask("cancel", preimage.hash())).isEqualTo(invoice(State.CANCELLED));
    assertThat(node.asked)
        .containsExactly(
            "create " + preimage.hash(),
            "lookUp " + preimage.hash(),
            "settle " + preimage.hash(),
            "cancel " + preimage.hash());
  }

  @Test
  void cancelsUnlessAPaymentIsLockedIn() {
    assertThat(ask("cancelUnlessHeld", preimage.hash())).isEqualTo(invoice(State.CANCELLED));
    node.asked.clear();
    node.found = State.HELD;
    assertThat(ask("cancelUnlessHeld", preimage.hash())).isEqualTo(invoice(State.HELD));
    assertThat(node.asked).containsExactly("lookUp " + preimage.hash());
  }

  @Test
  void asksNothingAboutNoInvoices() {
    assertThat(ask("lookUp", List.of())).isEqualTo(List.of());
    assertThat(node.asked).isEmpty();
  }

  @Test
  void letsAHeaderChooseTheOperation() {
    Map<String, Object> headers =
        Map.of(LightningConstants.OPERATION, "settle", LightningConstants.WALLET, "");

    Object answer =
        template.requestBodyAndHeaders("lightning:default?operation=cancel", preimage, headers);

    assertThat(answer).isEqualTo(invoice(State.SETTLED));
  }

  @Test
  void letsAHeaderChooseTheWallet() {
    template.requestBodyAndHeader(
        "lightning:default?operation=settle", preimage, LightningConstants.WALLET, "spare");

    assertThat(spare.asked).containsExactly("settle " + preimage.hash());
    assertThat(node.asked).isEmpty();
  }

  @Test
  void refusesAWalletThatIsNotConfigured() {
    assertThatThrownBy(() -> template.requestBody("lightning:savings?operation=settle", preimage))
        .hasCauseInstanceOf(PermanentException.class);
  }

  @Test
  void passesOnThatTheNodeIsAway() {
    node.goAway();

    assertThatThrownBy(() -> ask("settle", preimage))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(TransientException.class);
  }

  @Test
  void refusesABodyOfAnotherKindAndAMissingOperation() {
    assertThatThrownBy(() -> ask("settle", List.of(1)))
        .hasCauseInstanceOf(InvalidPayloadException.class);
    assertThatThrownBy(() -> template.requestBody("lightning:default", preimage))
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnOptionThatItDoesNotHave() {
    assertThatThrownBy(() -> context.getEndpoint("lightning:default?operatoin=create"))
        .isInstanceOf(ResolveEndpointFailedException.class);
  }

  private Object ask(String operation, Object body) {
    return template.requestBody("lightning:default?operation=" + operation, body);
  }

  private Invoice invoice(State state) {
    return PretendedNode.invoice(preimage.hash(), state);
  }
}
