package market.caravan.lightning.camel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import market.caravan.lightning.Invoice;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exchange of every change of an invoice that the node tells of. Changes run side by side:
 * an invoice only advances, so nothing depends on their order. A route's error ends that exchange
 * and nothing else.
 */
class LightningConsumer extends DefaultConsumer implements Suspendable {

  private final LightningEndpoint endpoint;
  private final Semaphore permits;
  private @Nullable ExecutorService executor;
  private @Nullable SubscriptionKeeper keeper;

  LightningConsumer(LightningEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.permits = new Semaphore(endpoint.getConfiguration().getConcurrentConsumers());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var threads = endpoint.getCamelContext().getExecutorServiceManager();
    executor = threads.newCachedThreadPool(this, "lightning:" + endpoint.getWallet());
    listen(executor);
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    if (executor != null) {
      listen(executor);
    }
  }

  @Override
  protected void doSuspend() throws Exception {
    fallSilent();
    super.doSuspend();
  }

  @Override
  protected void doStop() throws Exception {
    fallSilent();
    if (executor != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
      executor = null;
    }
    super.doStop();
  }

  private void listen(ExecutorService threads) {
    var backOff = BackOff.of(endpoint.getConfiguration());
    keeper =
        new SubscriptionKeeper(
            () -> endpoint.nodeOf(endpoint.getWallet()),
            invoice -> accept(invoice, threads),
            backOff);
    threads.execute(keeper);
  }

  private void fallSilent() {
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }

  /** Waits for a free place, which holds the node's stream back when the routes are slower. */
  private void accept(Invoice invoice, ExecutorService threads) {
    permits.acquireUninterruptibly();
    try {
      threads.execute(() -> processAndFree(invoice));
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private void processAndFree(Invoice invoice) {
    try {
      process(invoice);
    } finally {
      permits.release();
    }
  }

  private void process(Invoice invoice) {
    Exchange exchange = createExchange(false);
    try {
      fill(exchange.getIn(), invoice);
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      getExceptionHandler()
          .handleException(
              "A change of invoice " + invoice.paymentHash() + " was not taken in",
              exchange,
              exchange.getException());
    }
    releaseExchange(exchange, false);
  }

  private void fill(Message message, Invoice invoice) {
    message.setBody(invoice);
    message.setHeader(LightningConstants.WALLET, endpoint.getWallet());
    message.setHeader(LightningConstants.PAYMENT_HASH, invoice.paymentHash().hex());
    message.setHeader(LightningConstants.STATE, invoice.state().name());
  }
}
