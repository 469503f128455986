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

/**
 * Subscribes to a node, and again with back-off whenever it is lost, until closed. An absence is
 * told of once, however long it is.
 */
final class SubscriptionKeeper implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionKeeper.class);

  private final String wallet;
  private final Supplier<LightningNode> node;
  private final Consumer<Invoice> listener;
  private final BackOff backOff;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private boolean told;

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
      back();
      CompletableFuture.anyOf(closed, subscription.ended().toCompletableFuture()).join();
    } catch (CompletionException e) {
      tell(String.valueOf(e.getCause()));
    } catch (RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
    }
    return subscribed;
  }

  private void tell(String why) {
    if (told) {
      LOG.debug("Wallet '{}' can't be heard yet: {}", wallet, why);
    } else {
      LOG.warn("News of wallet '{}' can't be heard, subscribing until it can: {}", wallet, why);
    }
    told = true;
  }

  private void back() {
    if (told) {
      LOG.info("News of wallet '{}' is heard again", wallet);
    }
    told = false;
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
