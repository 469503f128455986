package market.caravan.lightning.simulated;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.LightningNode.Subscription;

/** Passes what changes on to whoever listens; never waits for them. */
final class InvoiceNews {

  private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();
  private final int queueSize;

  InvoiceNews(int queueSize) {
    this.queueSize = queueSize;
  }

  Subscription subscribe(Consumer<Invoice> listener) {
    var listening = new Listening(listener, queueSize, listeners::remove);
    listeners.add(listening);
    listening.start();
    return listening;
  }

  void publish(Invoice invoice) {
    listeners.forEach(listening -> listening.offer(invoice));
  }

  /** The node is gone: every subscription ends with this. */
  void lose(TransientException reason) {
    listeners.forEach(listening -> listening.lose(reason));
  }
}
