package market.caravan.lightning.lnd;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.LightningNode.Subscription;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.proto.LightningApi;
import org.lightningj.lnd.proto.LightningApi.InvoiceSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of LND's invoices, from the last settled one on that was heard of. LND tells of those
 * that are added and settled, and of no other change.
 */
final class LndNews
    implements ClientResponseObserver<InvoiceSubscription, LightningApi.Invoice>, Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(LndNews.class);

  private final Consumer<Invoice> listener;
  private final SettleIndex settleIndex;
  private final Function<Throwable, TransientException> away;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable ClientCallStreamObserver<InvoiceSubscription> call;

  /**
   * @param away what the news ends with where it fails so
   */
  LndNews(
      Consumer<Invoice> listener,
      SettleIndex settleIndex,
      Function<Throwable, TransientException> away) {
    this.listener = listener;
    this.settleIndex = settleIndex;
    this.away = away;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<InvoiceSubscription> started) {
    call = started;
  }

  /** Called one at a time; LND is held back while the listener waits. What was added we know. */
  @Override
  public void onNext(LightningApi.Invoice lnd) {
    if (LndInvoice.isPlain(lnd) && lnd.getState() == LightningApi.Invoice.InvoiceState.SETTLED) {
      tell(lnd);
    }
  }

  /** One that can't be told of does not end the news; the next look-up finds it. */
  private void tell(LightningApi.Invoice lnd) {
    try {
      Invoice invoice = LndInvoice.of(lnd);
      listener.accept(invoice);
      settleIndex.heard(new SettleIndex.Heard(lnd.getSettleIndex(), invoice.paymentHash()));
    } catch (RuntimeException e) {
      LOG.warn("LND's news number {} was not taken in", lnd.getSettleIndex(), e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.completeExceptionally(away.apply(failure));
  }

  @Override
  public void onCompleted() {
    ended.completeExceptionally(
        new TransientException("node-away", "LND has ended its news of invoices"));
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    var started = call;
    if (started != null) {
      started.cancel("nobody listens any more", null);
    }
  }
}
