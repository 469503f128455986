package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import market.caravan.order.Attempt;
import market.caravan.order.SealedPreimage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The real route, between a table that is a list and a node that is a few lines. */
@CamelSpringBootTest
@SpringBootTest(
    classes = RequestPaymentRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/request-payment.camel.yaml,classpath:routes/errors.camel.yaml",
      "spring.main.web-application-type=none"
    })
@MockEndpointsAndSkip(
    "gather:record-invoice|direct:(give-up-order|adopt-invoice)|seda:send-messages.*")
class RequestPaymentRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate producer;
  @Autowired private NamedAttempts nodeWork;
  @Autowired private ScriptedNode node;

  @BeforeEach
  void reset() {
    MockEndpoint.resetMocks(camel);
    node.failures.set(0);
    node.refuses = false;
    node.ownHash = null;
  }

  @Test
  void recordsAnInvoiceForEveryAttemptThatIsNamed() throws Exception {
    List<Attempt> attempts = List.of(attempt(1), attempt(2), attempt(3));
    nodeWork.attempts = attempts;
    MockEndpoint recorded = recorded();
    recorded.expectedMessageCount(3);
    producer.sendBody("seda:request-payment?size=1&discardWhenFull=true", "");
    recorded.assertIsSatisfied();
    assertThat(recorded.getExchanges())
        .extracting(exchange -> exchange.getMessage().getBody(Invoice.class).paymentHash())
        .containsExactlyInAnyOrderElementsOf(attempts.stream().map(Attempt::paymentHash).toList());
  }

  @Test
  void asksAgainWhenTheNodeIsAwayForAMoment() throws Exception {
    nodeWork.attempts = List.of(attempt(1));
    node.failures.set(2);
    MockEndpoint recorded = recorded();
    recorded.expectedMessageCount(1);
    producer.sendBody("seda:request-payment?size=1&discardWhenFull=true", "");
    recorded.assertIsSatisfied();
  }

  @Test
  void givesAnOrderUpWhoseInvoiceTheNodeRefuses() throws Exception {
    nodeWork.attempts = List.of(attempt(7));
    node.refuses = true;
    recorded().expectedMessageCount(0);
    MockEndpoint givenUp = camel.getEndpoint("mock:direct:give-up-order", MockEndpoint.class);
    givenUp.expectedBodiesReceived(7L);
    producer.sendBody("seda:request-payment?size=1&discardWhenFull=true", "");
    givenUp.assertIsSatisfied();
    recorded().assertIsSatisfied();
  }

  @Test
  void adoptsTheInvoiceOfANodeThatDrawsItsOwnHash() throws Exception {
    Attempt attempt = attempt(7);
    nodeWork.attempts = List.of(attempt);
    node.ownHash = Preimage.random().hash();
    recorded().expectedMessageCount(0);
    MockEndpoint adopted = camel.getEndpoint("mock:direct:adopt-invoice", MockEndpoint.class);
    adopted.expectedMessageCount(1);
    producer.sendBody("seda:request-payment?size=1&discardWhenFull=true", "");
    adopted.assertIsSatisfied();
    Exchange exchange = adopted.getExchanges().getFirst();
    assertThat(exchange.getMessage().getBody(Invoice.class).paymentHash()).isEqualTo(node.ownHash);
    assertThat(exchange.getVariable("attempt")).isEqualTo(attempt);
    recorded().assertIsSatisfied();
  }

  private MockEndpoint recorded() {
    return camel.getEndpoint("mock:gather:record-invoice", MockEndpoint.class);
  }

  private static Attempt attempt(long orderSeq) {
    return new Attempt(
        orderSeq,
        1,
        "",
        Preimage.random().hash(),
        new SealedPreimage(new byte[0]),
        Msat.ofSat(21),
        "memo",
        Duration.ofMinutes(15),
        false,
        null,
        null,
        null,
        Msat.ZERO,
        Msat.ZERO,
        null,
        null,
        null);
  }

  /** Stands for the attempts' table; its name and its method are what the route calls. */
  static class NamedAttempts {
    private volatile List<Attempt> attempts = List.of();

    public Iterator<Attempt> invoicesToRequest() {
      return attempts.iterator();
    }

    public boolean canRequestMore() {
      return false;
    }

    public boolean isAsNamed(Attempt attempt, Invoice invoice) {
      return invoice.paymentHash().equals(attempt.paymentHash());
    }

    public InvoiceRequest request(Attempt attempt) {
      return new InvoiceRequest(
          attempt.paymentHash(), null, attempt.amount(), attempt.memo(), attempt.expiry());
    }
  }

  static final class ScriptedNode extends UnaskedNode {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean refuses;
    private volatile @Nullable PaymentHash ownHash;

    @Override
    public Invoice create(InvoiceRequest request) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new TransientException("node-away", "The node is away");
      }
      if (refuses) {
        throw new InvoiceRefusedException("amount-too-large", "The node's limit is lower");
      }
      return new Invoice(
          Objects.requireNonNullElse(ownHash, request.paymentHash()),
          "lnbcrt1",
          request.amount(),
          Msat.ZERO,
          Invoice.State.OPEN,
          Instant.MAX,
          null);
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
    NamedAttempts nodeWork() {
      return new NamedAttempts();
    }

    @Bean
    ScriptedNode node() {
      return new ScriptedNode();
    }

    @Bean
    Wallets wallets(ScriptedNode node) {
      return Wallets.of(node);
    }

    @Bean
    ExecutorService requestPaymentCalls() {
      return Executors.newVirtualThreadPerTaskExecutor();
    }
  }
}
