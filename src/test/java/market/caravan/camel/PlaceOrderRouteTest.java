package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import market.caravan.TransientException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The real route: what is done with a message, in one transaction. */
@CamelSpringBootTest
@SpringBootTest(
    classes = PlaceOrderRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/place-order.camel.yaml",
      "spring.main.web-application-type=none"
    })
class PlaceOrderRouteTest {

  @Autowired private ProducerTemplate producer;
  @Autowired private FakeRequests requests;
  @Autowired private CountingTransactions transactions;

  @Autowired private FakeOutbox outbox;

  @BeforeEach
  void reset() {
    outbox.posted = List.of();
    requests.fails = false;
    transactions.commits.set(0);
    transactions.rollbacks.set(0);
  }

  @Test
  void answersOrdersInTheTransactionThatTakesThem() {
    send("order one", "hello", "order two");
    assertThat(outbox.posted)
        .containsExactly("a letter: order one is noted", "a letter: order two is noted");
    assertThat(transactions.commits).hasValue(1);
  }

  @Test
  void hasInvoicesTakenThatCustomersSend() {
    send("lnbc1", "order one");
    assertThat(outbox.posted)
        .containsExactly("a letter: order one is noted", "a letter: lnbc1 is taken");
    assertThat(transactions.commits).hasValue(1);
  }

  @Test
  void filesAnythingElseAndSaysNothing() {
    send("hello");
    assertThat(outbox.posted).isEmpty();
    assertThat(transactions.commits).hasValue(1);
  }

  @Test
  void keepsNothingWhenAStepFailsAndLeavesTheErrorToItsCaller() {
    requests.fails = true;
    assertThatThrownBy(() -> send("order one"))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(TransientException.class);
    assertThat(transactions.commits).hasValue(0);
    assertThat(transactions.rollbacks).hasValue(1);
  }

  private void send(String... messages) {
    producer.sendBody("direct:place-order", List.of(messages));
  }

  static class FakeInbox {
    public List<String> file(List<String> messages) {
      return messages.stream().map(message -> "filed").toList();
    }
  }

  static class FakeReader {
    public List<String> refundInvoices(List<String> messages, List<String> filings) {
      return messages.stream()
          .limit(filings.size())
          .filter(message -> message.startsWith("lnbc"))
          .toList();
    }

    public List<String> commands(List<String> messages, List<String> filings) {
      return messages.stream()
          .limit(filings.size())
          .filter(message -> message.startsWith("order"))
          .toList();
    }
  }

  static class FakeRequests {
    private volatile boolean fails;

    public List<String> carryOut(List<String> orders) {
      if (fails) {
        throw new TransientException("away", "The database is away");
      }
      return orders.stream().map(order -> order + " is placed").toList();
    }
  }

  static class FakeInvoices {
    public List<String> accept(List<String> news, List<String> invoices) {
      return Stream.concat(news.stream(), invoices.stream().map(each -> each + " is taken"))
          .toList();
    }
  }

  static class FakeRefunds {
    public List<String> open(List<String> news) {
      return news.stream().map(each -> each.replace("placed", "noted")).toList();
    }
  }

  static class FakeWriter {
    public List<String> write(List<String> news) {
      return news.stream().map(item -> "a letter: " + item).toList();
    }
  }

  static class FakeOutbox {
    private volatile List<String> posted = List.of();

    public void post(List<String> letters) {
      posted = letters;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {
    @Bean
    FakeInbox inbox() {
      return new FakeInbox();
    }

    @Bean
    FakeReader nip15Reader() {
      return new FakeReader();
    }

    @Bean
    FakeRequests customerRequests() {
      return new FakeRequests();
    }

    @Bean
    FakeInvoices offeredInvoices() {
      return new FakeInvoices();
    }

    @Bean
    FakeRefunds newRefunds() {
      return new FakeRefunds();
    }

    @Bean
    FakeWriter nip15Writer() {
      return new FakeWriter();
    }

    @Bean
    FakeOutbox outbox() {
      return new FakeOutbox();
    }

    @Bean
    CountingTransactions transactions() {
      return new CountingTransactions();
    }

    @Bean
    OneTransaction oneTransaction(CountingTransactions transactions) {
      return new OneTransaction(new TransactionTemplate(transactions));
    }
  }
}
