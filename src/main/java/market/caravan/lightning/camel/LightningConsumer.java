package market.caravan.lightning.camel;

import java.util.ArrayList;
import java.util.List;
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
 * Makes an exchange of every change of an invoice that the wallet's node tells of, or each
 * wallet's, none of which waits for another. Changes run side by side: an invoice only advances, so
 * nothing depends on their order. A route's error ends that exchange and nothing else.
 */
class LightningConsumer extends DefaultConsumer implements Suspendable {

  private final LightningEndpoint endpoint;
  private final List<SubscriptionKeeper> keepers = new ArrayList<>();
  private @Nullable ExecutorService executor;

  LightningConsumer(LightningEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
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
    endpoint.wallets().forEach(wallet -> listen(wallet, threads));
  }

  private void listen(String wallet, ExecutorService threads) {
    var permits = new Semaphore(endpoint.getConfiguration().getConcurrentConsumers());
    var keeper =
        new SubscriptionKeeper(
            wallet,
            () -> endpoint.nodeOf(wallet),
            invoice -> accept(wallet, invoice, permits, threads),
            BackOff.of(endpoint.getConfiguration()));
    keepers.add(keeper);
    threads.execute(keeper);
  }

  private void fallSilent() {
    keepers.forEach(SubscriptionKeeper::close);
    keepers.clear();
  }

  /** Waits for a free place, which holds the node's stream back when the routes are slower. */
  private void accept(String wallet, Invoice invoice, Semaphore permits, ExecutorService threads) {
    permits.acquireUninterruptibly();
    try {
      threads.execute(() -> processAndFree(wallet, invoice, permits));
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private void processAndFree(String wallet, Invoice invoice, Semaphore permits) {
    try {
      process(wallet, invoice);
    } finally {
      permits.release();
    }
  }

  private void process(String wallet, Invoice invoice) {
    Exchange exchange = createExchange(false);
    try {
      fill(exchange.getIn(), wallet, invoice);
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

  private static void fill(Message message, String wallet, Invoice invoice) {
    message.setBody(invoice);
    message.setHeader(LightningConstants.WALLET, wallet);
    message.setHeader(LightningConstants.PAYMENT_HASH, invoice.paymentHash().hex());
    message.setHeader(LightningConstants.STATE, invoice.state().name());
  }
}
