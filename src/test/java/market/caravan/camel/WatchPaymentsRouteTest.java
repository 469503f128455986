package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import market.caravan.Claims;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The real routes, between a list of what is due and a node that is a few lines. */
@CamelSpringBootTest
@SpringBootTest(
    classes = WatchPaymentsRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/watch-payments.camel.yaml,classpath:routes/errors.camel.yaml",
      "spring.main.web-application-type=none"
    })
@MockEndpointsAndSkip("gather:record-invoice|direct:.*")
class WatchPaymentsRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private DueList lookUps;
  @Autowired private TalkingNode node;

  @BeforeEach
  void reset() {
    MockEndpoint.resetMocks(camel);
    lookUps.missed.set(0);
    node.away = false;
  }

  @Test
  void recordsAllThatTheNodeAnswers() throws Exception {
    List<PaymentHash> call = Stream.generate(() -> Preimage.random().hash()).limit(100).toList();
    recorded().expectedMessageCount(100);
    lookUps.due.add(call);
    recorded().assertIsSatisfied();
    assertThat(recorded().getExchanges())
        .extracting(exchange -> exchange.getMessage().getBody(Invoice.class).paymentHash())
        .containsExactlyInAnyOrderElementsOf(call);
    assertThat(lookUps.missed).hasValue(0);
  }

  @Test
  void asksForAllThatIsOpenWhenTheNodeCouldNotBeAsked() {
    node.away = true;
    lookUps.due.add(List.of(Preimage.random().hash()));
    Awaitility.await().until(() -> lookUps.missed.get() == 1);
  }

  @Test
  void asksForAllThatIsOpenWhenNewsCouldNotBeRecorded() {
    recorded()
        .whenAnyExchangeReceived(
            exchange -> {
              throw new TransientException("database-away", "The database is away");
            });
    node.tell(Preimage.random().hash());
    Awaitility.await().until(() -> lookUps.missed.get() == 1);
    assertThat(recorded().getReceivedCounter()).as("three times more").isEqualTo(4);
  }

  private MockEndpoint recorded() {
    return camel.getEndpoint("mock:gather:record-invoice", MockEndpoint.class);
  }

  /** Stands for the table of invoices; its name and its methods are what the route calls. */
  static class DueList {
    private final Queue<List<PaymentHash>> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger missed = new AtomicInteger();

    /** Stands for a wallet. */
    public record Asked(String wallet) {}

    public List<Asked> toBegin() {
      return List.of(new Asked("default"));
    }

    public Iterator<List<PaymentHash>> round() {
      return new Claims<>(
          () -> {
            List<PaymentHash> next = due.poll();
            return Claims.Batch.of(next == null ? List.of() : List.of(next), 1);
          });
    }

    public List<Invoice> news(List<Invoice> answers) {
      return answers;
    }

    public List<Invoice> missed(String wallet) {
      missed.incrementAndGet();
      return List.of();
    }
  }

  /** Stands for the check of whose news it is. */
  static class EverybodysNews {
    public boolean isOwn(Invoice invoice, String wallet) {
      return wallet.equals("default") && invoice.paymentHash().hex().length() == 64;
    }
  }

  static final class TalkingNode extends UnaskedNode {
    private volatile boolean away;
    private volatile Consumer<Invoice> listener = invoice -> {};

    void tell(PaymentHash hash) {
      listener.accept(settled(hash));
    }

    @Override
    public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
      if (away) {
        throw new TransientException("node-away", "The node is away");
      }
      return hashes.stream().map(TalkingNode::settled).toList();
    }

    private static Invoice settled(PaymentHash hash) {
      Msat amount = Msat.ofSat(21);
      return new Invoice(
          hash, "lnbcrt1", amount, amount, Invoice.State.SETTLED, Instant.MAX, Instant.EPOCH);
    }

    @Override
    public Subscription subscribe(Consumer<Invoice> news) {
      listener = news;
      return () -> {};
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {
    @Bean
    GatherComponent gather(Failures failures) {
      return new GatherComponent(failures);
    }

    @Bean
    Failures failures() {
      return new Failures(Clock.systemUTC());
    }

    @Bean
    EverybodysNews walletNews() {
      return new EverybodysNews();
    }

    @Bean
    DueList lookUps() {
      return new DueList();
    }

    @Bean
    TalkingNode node() {
      return new TalkingNode();
    }

    @Bean
    Wallets wallets(TalkingNode node) {
      return Wallets.of(node);
    }

    @Bean
    ExecutorService lookUpPaymentsCalls() {
      return new NetworkCalls(64).lookUpPaymentsCalls();
    }
  }
}
