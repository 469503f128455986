package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import market.caravan.Claims;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The real route, between a table that is a queue and relays that answer or don't. */
@CamelSpringBootTest
@SpringBootTest(
    classes = SendMessagesRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/send-messages.camel.yaml,classpath:routes/errors.camel.yaml",
      "camel.main.autowired-enabled=false",
      "spring.main.web-application-type=none"
    })
@MockEndpointsAndSkip("seda:announce.*|seda:request-payment.*|seda:instruct-node.*")
class SendMessagesRouteTest {

  private static final String WAKE = "seda:send-messages?size=1&discardWhenFull=true";

  @Autowired private ProducerTemplate producer;
  @Autowired private FakeDispatch dispatch;
  @Autowired private FakeDeliveries deliveries;

  @Test
  void aRelayThatNeverAnswersKeepsNoOtherMessageWaiting() {
    dispatch.due.addAll(List.of(new Sent(FakeRelays.UNANSWERED), new Sent("one")));
    producer.sendBody(WAKE, "");
    Awaitility.await().until(dispatch.due::isEmpty);

    dispatch.due.add(new Sent("two"));
    producer.sendBody(WAKE, "");
    Awaitility.await().until(() -> deliveries.recorded.size() == 2);
    assertThat(deliveries.recorded).containsExactlyInAnyOrder("one: OK one", "two: OK two");
  }

  /** What the route reads of an outgoing message. */
  record Sent(String event, List<URI> relays) {

    Sent(String event) {
      this(event, List.of(URI.create("ws://relay.example")));
    }
  }

  /** Stands for the outbox; its name and its method are what the route calls. */
  static class FakeDispatch {
    private final Queue<Sent> due = new ConcurrentLinkedQueue<>();

    public Iterator<Sent> claim() {
      return new Claims<>(
          () -> {
            Sent next = due.poll();
            return Claims.Batch.of(next == null ? List.of() : List.of(next), 1);
          });
    }
  }

  /** Stands for what keeps the answers. */
  static class FakeDeliveries {
    private final Queue<String> recorded = new ConcurrentLinkedQueue<>();

    public String answered(Sent sent, Object answer) {
      return sent.event() + ": " + answer;
    }

    public boolean record(List<String> answers) {
      recorded.addAll(answers);
      return false;
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
    FakeDispatch dispatch() {
      return new FakeDispatch();
    }

    @Bean
    FakeDeliveries deliveries() {
      return new FakeDeliveries();
    }

    @Bean
    GatherComponent gather(Failures failures) {
      return new GatherComponent(failures);
    }

    @Bean
    Component nostr() {
      return new FakeRelays();
    }

    @Bean
    OneTransaction oneTransaction() {
      return new OneTransaction(new TransactionTemplate(new CountingTransactions()));
    }

    @Bean
    ExecutorService sendMessagesCalls() {
      return new NetworkCalls(1).sendMessagesCalls();
    }
  }
}
