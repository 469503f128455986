package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import market.caravan.Claims;
import market.caravan.Gathering;
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

/**
 * What Camel costs an order: the routes that take a message in and send one out, and the same calls
 * without Camel, both between beans that do nothing; docs/performance.md says more.
 */
@CamelSpringBootTest
@MockEndpointsAndSkip("seda:request-payment.*|seda:announce-messages.*")
@SpringBootTest(
    classes = CamelShareBench.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/receive-messages.camel.yaml,"
          + "classpath:routes/place-order.camel.yaml,classpath:routes/send-messages.camel.yaml,"
          + "classpath:routes/errors.camel.yaml",
      "camel.main.autowired-enabled=false",
      "camel.metrics.enable-exchange-event-notifier=false",
      "spring.main.web-application-type=none"
    })
class CamelShareBench {

  private static final int MESSAGES = 40_000;
  private static final int AT_ONCE = 64;
  private static final String WAKE = "seda:send-messages?size=1&discardWhenFull=true";

  @Autowired private ProducerTemplate producer;
  @Autowired private FakeRelays nostr;
  @Autowired private Nothing beans;
  @Autowired private TransactionTemplate transaction;

  @Test
  void costsOfAnOrder() throws Exception {
    for (int round = 0; round < 3; round++) {
      double in = cpuUs(() -> atOnce(this::receive));
      double inWithout = cpuUs(() -> atOnce(takingWithoutCamel()));
      double out = cpuUs(this::send);
      double outWithout = cpuUs(() -> atOnce(sendingWithoutCamel()));
      if (round == 2) {
        System.out.printf(
            "BENCH us of a processor, a message taken in: %.0f, without Camel %.0f;"
                + " a message sent: %.0f, without Camel %.0f%n",
            in, inWithout, out, outWithout);
      }
    }
  }

  /** Has every message handled by this, so many of them at the same time. */
  private static void atOnce(java.util.function.Consumer<String> handler) throws Exception {
    Semaphore permits = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MESSAGES; i++) {
        String message = "order " + i;
        permits.acquire();
        threads.execute(
            () -> {
              handler.accept(message);
              permits.release();
            });
      }
    }
  }

  private void receive(String message) {
    try {
      assertThat(nostr.bring(message, HEADERS).getException()).isNull();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Map<String, Object> HEADERS =
      Map.of(
          "CamelNostrAccount", "account",
          "CamelNostrRelay", "relay",
          "CamelNostrReceivedAt", "now",
          "CamelNostrCaughtUp", true);

  private java.util.function.Consumer<String> takingWithoutCamel() {
    Gathering<String, Boolean> taking =
        new Gathering<>(
            50,
            messages -> {
              transaction.executeWithoutResult(
                  status ->
                      beans.post(
                          beans.write(
                              beans.carryOut(beans.commands(messages, beans.file(messages))))));
              return messages.stream().map(message -> true).toList();
            },
            failure -> false);
    return message -> taking.ask(beans.read(beans.open(message, "account", "relay", "now", true)));
  }

  private void send() {
    int before = beans.recorded.get();
    IntStream.range(0, MESSAGES).mapToObj(i -> new Sent("m" + i)).forEach(beans.due::add);
    producer.sendBody(WAKE, "");
    Awaitility.await().until(() -> beans.recorded.get() == before + MESSAGES);
  }

  private java.util.function.Consumer<String> sendingWithoutCamel() {
    Gathering<String, Boolean> recording =
        new Gathering<>(
            50,
            answers -> {
              transaction.executeWithoutResult(status -> beans.record(answers));
              return answers.stream().map(answer -> true).toList();
            },
            failure -> false);
    return message -> {
      Sent sent = new Sent(message);
      recording.ask(beans.answered(sent, "OK " + sent.event()));
    };
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Of all threads together, for one message. */
  private static double cpuUs(Work work) throws Exception {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = process.getProcessCpuTime();
    work.run();
    return (process.getProcessCpuTime() - before) / 1_000.0 / MESSAGES;
  }

  /** What the route reads of an outgoing message. */
  record Sent(String event, List<URI> relays) {

    Sent(String event) {
      this(event, List.of());
    }
  }

  /** Every bean that the routes call; it hands on what it is given. */
  static class Nothing {
    private final Queue<Sent> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger recorded = new AtomicInteger();

    public String open(String event, String account, String relay, String at, boolean caughtUp) {
      return event;
    }

    public String read(String message) {
      return message;
    }

    public List<String> file(List<String> messages) {
      return messages;
    }

    public List<String> commands(List<String> messages, List<String> filings) {
      return messages;
    }

    public List<String> refundInvoices(List<String> messages, List<String> filings) {
      return List.of();
    }

    public List<String> accept(List<String> news, List<String> invoices) {
      return news;
    }

    public List<String> carryOut(List<String> orders) {
      return orders;
    }

    public List<String> write(List<String> news) {
      return news;
    }

    public void post(List<String> letters) {}

    public void bury(Object message, Exception cause) {}

    public Iterator<String> ready() {
      return List.<String>of().iterator();
    }

    public Iterator<Sent> claim() {
      return new Claims<>(
          () ->
              Claims.Batch.of(
                  Stream.generate(due::poll).limit(50).takeWhile(s -> s != null).toList(), 50));
    }

    public String answered(Sent sent, Object answer) {
      return sent.event() + answer;
    }

    public void record(List<String> answers) {
      recorded.addAndGet(answers.size());
    }
  }

  static class NoRefunds {
    public List<String> open(List<String> news) {
      return news;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {

    @Bean({
      "incomingReader",
      "nip15Reader",
      "inbox",
      "customerRequests",
      "offeredInvoices",
      "nip15Writer",
      "outbox",
      "dispatch",
      "deliveries"
    })
    Nothing nothing() {
      return new Nothing();
    }

    @Bean
    NoRefunds newRefunds() {
      return new NoRefunds();
    }

    @Bean
    Failures failures() {
      return new Failures(Clock.systemUTC());
    }

    @Bean
    Component gather(Failures failures) {
      return new GatherComponent(failures);
    }

    @Bean
    FakeRelays nostr() {
      return new FakeRelays();
    }

    @Bean
    TransactionTemplate transaction() {
      return new TransactionTemplate(new CountingTransactions());
    }

    @Bean
    OneTransaction oneTransaction(TransactionTemplate transaction) {
      return new OneTransaction(transaction);
    }

    @Bean
    ExecutorService sendMessagesCalls() {
      return new NetworkCalls(64).sendMessagesCalls();
    }
  }
}
