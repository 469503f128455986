package market.caravan.lightning.camel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.LightningNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribes to a node, and again with back-off whenever it is lost, until closed. */
final class SubscriptionKeeper implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionKeeper.class);

  private final String wallet;
  private final Supplier<LightningNode> node;
  private final Consumer<Invoice> listener;
  private final BackOff backOff;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  SubscriptionKeeper(
      String wallet, Supplier<LightningNode> node, Consumer<Invoice> listener, BackOff backOff) {
    this.wallet = wallet;
    this.node = node;
    this.listener = listener;
    this.backOff = backOff;
  }

  @Override
  public void run() {
    Duration delay = backOff.first();
    while (!closed.isDone()) {
      delay = listenUntilLost() ? backOff.first() : backOff.after(delay);
      waitBeforeRetry(delay);
    }
  }

  /** Whether the node could be subscribed to at all. */
  private boolean listenUntilLost() {
    boolean subscribed = false;
    try (var subscription = node.get().subscribe(listener)) {
      subscribed = true;
      CompletableFuture.anyOf(closed, subscription.ended().toCompletableFuture()).join();
    } catch (CompletionException e) {
      LOG.warn(
          "News of wallet '{}' is interrupted, subscribing again: {}",
          wallet,
          String.valueOf(e.getCause()));
    } catch (RuntimeException e) {
      LOG.warn("Wallet '{}' can't be subscribed to, trying again: {}", wallet, e.getMessage());
    }
    return subscribed;
  }

  private void waitBeforeRetry(Duration delay) {
    try {
      closed.get(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Subscribing after {}", delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Closing never fails", e);
    }
  }

  @Override
  public void close() {
    closed.complete(null);
  }
}
