package market.caravan.lightning.camel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import market.caravan.money.Msat;

/** A node that answers anything, notes what it was asked, and goes away when it is told to. */
final class PretendedNode implements LightningNode {

  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean away;

  static Invoice invoice(PaymentHash hash, State state) {
    var amount = Msat.ofSat(1);
    return new Invoice(hash, null, amount, Msat.ZERO, state, Instant.EPOCH, null);
  }

  @Override
  public Invoice create(InvoiceRequest request) {
    return answer("create", request.paymentHash(), State.OPEN);
  }

  volatile State found = State.OPEN;

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    return hashes.stream().map(hash -> answer("lookUp", hash, found)).toList();
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    ping();
    return new SettledPage(List.of(), null);
  }

  @Override
  public Invoice settle(Preimage preimage) {
    return answer("settle", preimage.hash(), State.SETTLED);
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    return answer("cancel", hash, State.CANCELLED);
  }

  private Invoice answer(String operation, PaymentHash hash, State state) {
    ping();
    asked.add(operation + " " + hash);
    return invoice(hash, state);
  }

  @Override
  public void ping() {
    if (away) {
      throw new TransientException("node-away", "The pretended node is away");
    }
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> consumer) {
    asked.add("subscribe");
    ping();
    var listener = new Listener(consumer, new CompletableFuture<>());
    listeners.add(listener);
    return new Subscription() {
      @Override
      public CompletionStage<Void> ended() {
        return listener.ended();
      }

      @Override
      public void close() {
        listeners.remove(listener);
      }
    };
  }

  void goAway() {
    away = true;
    listeners.forEach(
        listener -> listener.ended.completeExceptionally(new TransientException("gone", "Gone")));
  }

  void comeBack() {
    away = false;
  }

  int listeners() {
    return listeners.size();
  }

  void tell(Invoice invoice) {
    listeners.forEach(listener -> listener.consumer.accept(invoice));
  }

  private record Listener(Consumer<Invoice> consumer, CompletableFuture<Void> ended) {}
}
