package market.caravan.lightning.simulated;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.LightningNode.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, with a thread and a bounded queue of its own. When it is too slow the oldest news
 * is dropped: news is a hint, and who listens looks up as well.
 */
final class Listening implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private final Consumer<Invoice> listener;
  private final BlockingQueue<Invoice> queue;
  private final Consumer<Listening> onClose;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread =
      Thread.ofVirtual().name("simulated-node-news").unstarted(this::deliver);

  Listening(Consumer<Invoice> listener, int queueSize, Consumer<Listening> onClose) {
    this.listener = listener;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.onClose = onClose;
  }

  void start() {
    thread.start();
  }

  void offer(Invoice invoice) {
    while (!queue.offer(invoice)) {
      queue.poll();
    }
  }

  void lose(TransientException reason) {
    close();
    ended.completeExceptionally(reason);
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    onClose.accept(this);
    thread.interrupt();
  }

  private void deliver() {
    try {
      while (true) {
        tell(queue.take());
      }
    } catch (InterruptedException e) {
      LOG.debug("A listener to invoices has gone");
    }
  }

  private void tell(Invoice invoice) {
    try {
      listener.accept(invoice);
    } catch (RuntimeException e) {
      LOG.warn("A listener failed on invoice {}", invoice.paymentHash(), e);
    }
  }
}
