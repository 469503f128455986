package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.mailbox.IncomingReader;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.KeyRing;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.support.TransactionTemplate;

/** The real error handling: whose fault it is when a message does not get in. */
@CamelSpringBootTest
@MockEndpointsAndSkip("direct:place-order|seda:.*")
@SpringBootTest(
    classes = ReceiveMessagesRouteTest.Fakes.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/receive-messages.camel.yaml,classpath:routes/errors.camel.yaml",
      "camel.main.autowired-enabled=false",
      "spring.main.web-application-type=none"
    })
class ReceiveMessagesRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private FakeRelays nostr;
  @Autowired private FakeInbox inbox;
  @Autowired private FakeKeys keys;
  @Autowired private MeterRegistry registry;

  private final KeyPair customer = KeyPair.generate();

  @BeforeEach
  void reset() {
    MockEndpoint.resetMocks(camel);
    inbox.buried.clear();
    inbox.fails = false;
    keys.fails = false;
  }

  @Test
  void takesIn() throws Exception {
    place().expectedMessageCount(1);
    assertThat(bring(message()).getException()).isNull();
    place().assertIsSatisfied();
  }

  @Test
  void dropsWhatItsAuthorHasMadeUnreadable() throws Exception {
    place().expectedMessageCount(0);
    assertThat(bring(event("no message of NIP-04")).getException()).isNull();
    place().assertIsSatisfied();
    assertThat(inbox.buried).isEmpty();
    assertThat(registry.get("caravan.messages.unreadable").counter().count()).isEqualTo(1);
  }

  @Test
  void losesNothingWhileAMerchantsKeyDoesNotOpen() throws Exception {
    keys.fails = true;
    assertThat(bring(message()).getException()).isInstanceOf(PermanentException.class);
    assertThat(inbox.buried).isEmpty();
  }

  @Test
  void buriesAMessageThatIsItselfAtFault() throws Exception {
    failsWith(new DataIntegrityViolationException("a check", new SQLException("a check", "23514")));
    assertThat(bring(message()).getException()).isNull();
    assertThat(inbox.buried).hasSize(1);
  }

  @Test
  void triesAgainWhileTheDatabaseIsReadOnly() throws Exception {
    failsOnceWith(readOnly());
    place().expectedMessageCount(2);
    assertThat(bring(message()).getException()).isNull();
    place().assertIsSatisfied();
    assertThat(inbox.buried).isEmpty();
  }

  @Test
  void triesAgainAfterADeadlock() throws Exception {
    failsOnceWith(
        new CannotAcquireLockException(
            "a deadlock", new PSQLException("", PSQLState.DEADLOCK_DETECTED)));
    place().expectedMessageCount(2);
    assertThat(bring(message()).getException()).isNull();
    place().assertIsSatisfied();
    assertThat(inbox.buried).isEmpty();
  }

  @Test
  void hasAMessageBroughtAgainThatCouldNotBeBuried() throws Exception {
    failsWith(new IllegalStateException("a bug"));
    inbox.fails = true;
    assertThat(bring(message()).getException()).isInstanceOf(TransientException.class);
  }

  private static RuntimeException readOnly() {
    return new UncategorizedSQLException(
        "insert", "INSERT", new SQLException("read-only", "25006"));
  }

  private MockEndpoint place() {
    return camel.getEndpoint("mock:direct:place-order", MockEndpoint.class);
  }

  private void failsWith(RuntimeException failure) {
    place().whenAnyExchangeReceived(exchange -> exchange.setException(failure));
  }

  private void failsOnceWith(RuntimeException failure) {
    place().whenExchangeReceived(1, exchange -> exchange.setException(failure));
  }

  private Exchange bring(Event event) throws Exception {
    return nostr.bring(
        event,
        Map.of(
            "CamelNostrAccount",
            keys.merchant.pubkey().hex(),
            "CamelNostrRelay",
            "ws://relay.example",
            "CamelNostrReceivedAt",
            Instant.EPOCH,
            "CamelNostrCaughtUp",
            true));
  }

  private Event message() {
    return event(Nip04.encrypt(customer, keys.merchant.pubkey(), "hello"));
  }

  private Event event(String content) {
    return customer.sign(new EventTemplate(4, Instant.EPOCH, List.of(), content));
  }

  /** Stands for the table of messages; its name and its methods are what the routes call. */
  static class FakeInbox {
    private final Queue<Object> buried = new ConcurrentLinkedQueue<>();
    private volatile boolean fails;

    public void bury(Object message, Exception cause) {
      if (fails) {
        throw readOnly();
      }
      buried.add(message);
    }

    public Iterator<Object> ready() {
      return Collections.emptyIterator();
    }
  }

  static class FakeNip15Reader {
    public Object read(Object message) {
      return message;
    }
  }

  static class FakeKeys implements KeyRing {
    private final KeyPair merchant = KeyPair.generate();
    private volatile boolean fails;

    @Override
    public Optional<KeyPair> find(Pubkey pubkey) {
      if (fails) {
        throw new PermanentException("other-master-key", "Sealed under another master key");
      }
      return Optional.of(merchant);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(CamelAutoConfiguration.class)
  static class Fakes {
    @Bean
    IncomingReader incomingReader(AutowireCapableBeanFactory factory) {
      return factory.createBean(IncomingReader.class);
    }

    @Bean
    MeterRegistry registry() {
      return new SimpleMeterRegistry();
    }

    @Bean
    FakeKeys keys() {
      return new FakeKeys();
    }

    @Bean
    FakeInbox inbox() {
      return new FakeInbox();
    }

    @Bean
    FakeNip15Reader nip15Reader() {
      return new FakeNip15Reader();
    }

    @Bean
    FakeRelays nostr() {
      return new FakeRelays();
    }

    @Bean
    Failures failures() {
      return new Failures(Clock.systemUTC());
    }

    @Bean
    GatherComponent gather(Failures failures) {
      return new GatherComponent(failures);
    }

    @Bean
    OneTransaction oneTransaction() {
      return new OneTransaction(new TransactionTemplate(new CountingTransactions()));
    }
  }
}
