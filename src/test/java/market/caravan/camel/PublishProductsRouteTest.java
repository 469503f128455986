package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import market.caravan.PermanentException;
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

/** The real route, between a catalogue and an outbox that are lists. */
@CamelSpringBootTest
@SpringBootTest(
    classes = PublishProductsRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/publish-products.camel.yaml,classpath:routes/errors.camel.yaml",
      "spring.main.web-application-type=none"
    })
@MockEndpointsAndSkip("seda:send-messages.*")
class PublishProductsRouteTest {

  @Autowired private FakePublications publications;
  @Autowired private CountingTransactions transactions;

  @Test
  void announcesTheOthersWhenOneCannotBe() {
    Awaitility.await().until(() -> publications.announced.size() == 2);

    assertThat(publications.announced).containsExactly("mug: in 30018:mug", "pan: in 30018:pan");
    Awaitility.await().until(() -> transactions.commits.get() == 3);
    assertThat(transactions.rollbacks).hasValue(1);
  }

  /** What the route reads of an announcement. */
  record Said(String merchant, String lane, String template) {}

  /** Stands for what is due; its name and its methods are what the route calls. */
  static class FakePublications {
    private final Queue<String> announced = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    public List<String> due() {
      return asked.getAndSet(true) ? List.of() : List.of("mug", "broken", "pan", "unchanged");
    }

    public List<Said> word(String product) {
      return product.equals("unchanged")
          ? List.of()
          : List.of(new Said("m", "30018:" + product, product));
    }

    public void announced(Said said, String place) {
      announced.add(said.template() + ": " + place);
    }
  }

  static class FakeOutbox {
    public String publish(String merchant, String lane, String template) {
      if (template.equals("broken")) {
        throw new PermanentException("broken", "This product can't be published");
      }
      return "in " + lane;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {
    @Bean
    FakePublications publications() {
      return new FakePublications();
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
    Failures failures() {
      return new Failures(Clock.systemUTC());
    }

    @Bean
    OneTransaction oneTransaction(CountingTransactions transactions) {
      return new OneTransaction(new TransactionTemplate(transactions));
    }
  }
}
