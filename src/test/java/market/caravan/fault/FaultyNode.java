package market.caravan.fault;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;

/** A node that does what it is asked, and answers as the test wants. */
final class FaultyNode implements LightningNode {

  /** What becomes of an answer on its way; whoever throws has lost it. */
  volatile UnaryOperator<Invoice> answer = UnaryOperator.identity();

  /** What becomes of a piece of news on its way to the listener. */
  volatile News news = (invoice, listener) -> listener.accept(invoice);

  final Collection<PaymentHash> created = new ConcurrentLinkedDeque<>();
  private final LightningNode node;

  FaultyNode(LightningNode node) {
    this.node = node;
  }

  /** How news is passed on. */
  interface News {
    void pass(Invoice invoice, Consumer<Invoice> listener);
  }

  static TransientException lost() {
    return new TransientException("node-away", "The node's answer was lost on its way");
  }

  @Override
  public Invoice create(InvoiceRequest request) {
    created.add(request.paymentHash());
    return answer.apply(node.create(request));
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    return node.lookUp(hashes);
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    return node.settled(query);
  }

  @Override
  public Invoice settle(Preimage preimage) {
    return answer.apply(node.settle(preimage));
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    return answer.apply(node.cancel(hash));
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    return node.subscribe(invoice -> news.pass(invoice, listener));
  }

  @Override
  public Optional<PayOuts> payOuts() {
    return node.payOuts();
  }

  @Override
  public void ping() {
    node.ping();
  }
}
