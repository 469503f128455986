package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.Preimage;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class SimulatedNodeAwayIT extends SimulatedNodeTest {

  /** Port 1 has no PostgreSQL. */
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/nowhere";

  @Test
  void tellsWhoListensOfEveryChange() throws Exception {
    var paid = node.create(request(Preimage.random()));
    var preimage = Preimage.random();
    var held = node.create(holdRequest(preimage));
    var forgotten = node.create(request(Preimage.random()));
    var news = new LinkedBlockingQueue<Invoice>();
    try (var subscription = node.subscribe(news::add)) {
      node.pay(text(paid));
      assertNews(news, paid, State.SETTLED);
      node.pay(text(held));
      assertNews(news, held, State.HELD);
      node.settle(preimage);
      assertNews(news, held, State.SETTLED);
      clock.advance(Duration.ofMinutes(16));
      assertThat(node.sweep(100)).isOne();
      assertNews(news, forgotten, State.EXPIRED);
      assertThat(node.sweep(100)).isZero();
      assertThat(news.poll(50, TimeUnit.MILLISECONDS)).isNull();
      assertThat(subscription.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void isNotHarmedByAListenerThatFailsOrIsSlow() throws Exception {
    var stuck = Thread.currentThread();
    var news = new LinkedBlockingQueue<Invoice>();
    try (var failing = node.subscribe(this::fail);
        var slow = node.subscribe(invoice -> joinQuietly(stuck));
        var healthy = node.subscribe(news::add)) {
      for (int i = 0; i < 15; i++) {
        var invoice = node.create(request(Preimage.random()));
        node.pay(text(invoice));
        assertNews(news, invoice, State.SETTLED);
      }
      assertThat(List.of(failing, slow, healthy))
          .allSatisfy(one -> assertThat(one.ended().toCompletableFuture()).isNotDone());
    }
  }

  @Test
  void failsEveryCallWhileItIsDown() {
    Invoice invoice = node.create(request(Preimage.random()));
    var subscription = node.subscribe(news -> {});

    node.setUp(false);

    assertThat(subscription.ended()).isCompletedExceptionally();
    assertThatThrownBy(node::ping).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> lookUp(invoice)).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> node.subscribe(news -> {})).isInstanceOf(TransientException.class);
    assertThat(outcomeOfPaying(invoice)).isEqualTo("node-away");
    node.setUp(true);
    assertThat(lookUp(invoice)).isEqualTo(invoice);
  }

  @Test
  void doesNotShareTheTransactionOfItsCaller() {
    var preimage = Preimage.random();

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            caller -> {
              node.create(request(preimage));
              caller.setRollbackOnly();
            });

    assertThat(node.lookUp(List.of(preimage.hash()))).hasSize(1);
  }

  @Test
  void isAwayWhenItsDatabaseIs() {
    var hash = Preimage.random().hash();
    SimulatedNode cutOff = node(new DriverManagerDataSource(NOWHERE));

    assertThatThrownBy(() -> cutOff.cancel(hash)).isInstanceOf(TransientException.class);
  }

  private void fail(Invoice invoice) {
    throw new IllegalStateException("This listener fails on " + invoice.paymentHash());
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertNews(BlockingQueue<Invoice> news, Invoice invoice, State state)
      throws InterruptedException {
    Invoice heard = news.poll(5, TimeUnit.SECONDS);
    assertThat(heard).isNotNull();
    assertThat(heard.paymentHash()).isEqualTo(invoice.paymentHash());
    assertThat(heard.state()).isEqualTo(state);
  }
}
