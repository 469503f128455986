package market.caravan.lightning.camel;

import java.util.Collection;
import java.util.List;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledQuery;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Asks the node, and puts its answer in the place of the body. */
class LightningProducer extends DefaultProducer {

  private final LightningEndpoint endpoint;

  LightningProducer(LightningEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    String wallet =
        message.getHeader(LightningConstants.WALLET, endpoint.getWallet(), String.class);
    Object answer = ask(endpoint.nodeOf(wallet), operation(message), message);
    message.setBody(answer);
  }

  private LightningOperation operation(Message message) {
    var operation =
        message.getHeader(
            LightningConstants.OPERATION,
            endpoint.getConfiguration().getOperation(),
            LightningOperation.class);
    if (operation == null) {
      throw new IllegalArgumentException(
          "Say what to ask of the node: the option 'operation' or the header "
              + LightningConstants.OPERATION);
    }
    return operation;
  }

  private static Object ask(LightningNode node, LightningOperation operation, Message message)
      throws InvalidPayloadException {
    return switch (operation) {
      case CREATE -> node.create(message.getMandatoryBody(InvoiceRequest.class));
      case LOOK_UP -> lookUp(node, message.getMandatoryBody(Collection.class));
      case LIST_SETTLED -> node.settled(message.getMandatoryBody(SettledQuery.class));
      case SETTLE -> node.settle(message.getMandatoryBody(Preimage.class));
      case CANCEL -> node.cancel(message.getMandatoryBody(PaymentHash.class));
      case CANCEL_UNLESS_HELD ->
          cancelUnlessHeld(node, message.getMandatoryBody(PaymentHash.class));
    };
  }

  private static Invoice cancelUnlessHeld(LightningNode node, PaymentHash hash) {
    return node.lookUp(List.of(hash)).stream()
        .filter(invoice -> invoice.state() == Invoice.State.HELD)
        .findFirst()
        .orElseGet(() -> node.cancel(hash));
  }

  private static List<Invoice> lookUp(LightningNode node, Collection<?> hashes) {
    if (hashes.isEmpty()) {
      return List.of();
    }
    return node.lookUp(hashes.stream().map(PaymentHash.class::cast).toList());
  }
}
