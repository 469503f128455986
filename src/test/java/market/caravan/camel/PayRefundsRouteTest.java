package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
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
import org.springframework.transaction.support.TransactionTemplate;

/** The real route: one call and one record a claim, and no call is made again at once. */
@CamelSpringBootTest
@SpringBootTest(
    classes = PayRefundsRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/pay-refunds.camel.yaml,classpath:routes/errors.camel.yaml",
      "spring.main.web-application-type=none"
    })
@MockEndpointsAndSkip("direct:answer-customer|seda:send-messages.*")
class PayRefundsRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate producer;
  @Autowired private FakeWork refundWork;
  @Autowired private FakeCalls refundCalls;
  @Autowired private FakeRefunds refunds;
  @Autowired private CountingTransactions transactions;

  @BeforeEach
  void reset() {
    MockEndpoint.resetMocks(camel);
    refundWork.later.clear();
    refundCalls.made.clear();
    refunds.recorded.clear();
    refunds.failsOn = "";
    transactions.commits.set(0);
    transactions.rollbacks.set(0);
  }

  @Test
  void makesTheCallThatEachRefundNeedsAndRecordsWhatItFoundOut() {
    pay("ADDRESS 1", "INVOICE 2", "PAYMENT 3");
    Awaitility.await().until(() -> refunds.recorded.size() == 3 && transactions.commits.get() >= 3);
    assertThat(refunds.recorded)
        .containsExactlyInAnyOrder(
            "address of ADDRESS 1", "invoice of INVOICE 2", "paid PAYMENT 3");
    assertThat(refundWork.later).isEmpty();
  }

  @Test
  void goesOnWithoutWaitingForTheNextSecond() {
    refundWork.due.add("ADDRESS 1");
    refundWork.after.add("PAYMENT 1");
    wake();
    Awaitility.await().until(() -> refundCalls.made.size() == 2);
    assertThat(refundCalls.made).containsExactly("ADDRESS 1", "PAYMENT 1");
  }

  @Test
  void makesNoCallAgainAtOnceOfWhichNothingIsKnown() {
    refundCalls.failure = new TransientException("node-away", "The node did not answer");
    pay("PAYMENT 1");
    Awaitility.await().until(() -> refundWork.later.contains("PAYMENT 1"));
    assertThat(refundCalls.made).containsExactly("PAYMENT 1");
    assertThat(refunds.recorded).isEmpty();
  }

  @Test
  void putsOffWhatCouldNotBeRecordedAndGoesOnWithTheOthers() {
    refunds.failsOn = "paid PAYMENT 1";
    pay("PAYMENT 1", "PAYMENT 2");
    Awaitility.await().until(() -> refundWork.later.contains("PAYMENT 1"));
    Awaitility.await().until(() -> refunds.recorded.contains("paid PAYMENT 2"));
    assertThat(transactions.rollbacks).hasValue(1);
    assertThat(refundCalls.made).hasSize(2);
  }

  private void pay(String... due) {
    refundWork.due.addAll(List.of(due));
    wake();
  }

  private void wake() {
    producer.sendBody("seda:pay-refunds?size=1&discardWhenFull=true", "");
  }

  static class FakeWork {
    private final Queue<String> due = new ConcurrentLinkedQueue<>();
    private final Queue<String> after = new ConcurrentLinkedQueue<>();
    private final Queue<String> later = new ConcurrentLinkedQueue<>();

    public synchronized Iterator<String> due() {
      List<String> claimed = List.copyOf(due);
      due.clear();
      due.addAll(after);
      after.clear();
      return claimed.iterator();
    }

    public void later(String refund) {
      later.add(refund);
    }
  }

  static class FakeCalls {
    private final Queue<String> made = new ConcurrentLinkedQueue<>();
    private volatile @org.jspecify.annotations.Nullable RuntimeException failure;

    public String next(String refund) {
      return refund.split(" ", 2)[0];
    }

    public String findAddress(String refund) {
      return made(refund, "address of ");
    }

    public String askForInvoice(String refund) {
      return made(refund, "invoice of ");
    }

    public String pay(String refund) {
      return made(refund, "paid ");
    }

    private String made(String refund, String finding) {
      made.add(refund);
      RuntimeException fails = failure;
      failure = null;
      if (fails != null) {
        throw fails;
      }
      return finding + refund;
    }
  }

  static class FakeRefunds {
    private final Queue<String> recorded = new ConcurrentLinkedQueue<>();
    private volatile String failsOn = "";

    public List<String> record(String finding) {
      if (finding.equals(failsOn)) {
        throw new PermanentException("fault", "A fault of ours");
      }
      recorded.add(finding);
      return List.of();
    }

    public List<String> decide(String command) {
      return List.of();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {
    @Bean
    Failures failures() {
      return new Failures(Clock.systemUTC());
    }

    @Bean
    FakeWork refundWork() {
      return new FakeWork();
    }

    @Bean
    FakeCalls refundCalls() {
      return new FakeCalls();
    }

    @Bean
    FakeRefunds refunds() {
      return new FakeRefunds();
    }

    @Bean
    GatherComponent gather(Failures failures) {
      return new GatherComponent(failures);
    }

    @Bean
    CountingTransactions transactions() {
      return new CountingTransactions();
    }

    @Bean
    OneTransaction oneTransaction(CountingTransactions transactions) {
      return new OneTransaction(new TransactionTemplate(transactions));
    }

    @Bean
    ExecutorService payRefundsCalls() {
      return Executors.newVirtualThreadPerTaskExecutor();
    }
  }
}
