package market.caravan.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.CaravanIT;
import market.caravan.TestShop;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.relay.ScriptedRelay;
import org.awaitility.Awaitility;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The only relay misbehaves; the order is placed, invoiced, paid, and each thing is said once. */
@CaravanIT
@DirtiesContext
class RelayFaultsIT {

  private static final ScriptedRelay RELAY = new ScriptedRelay();

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private RelayedCustomer customer;

  @DynamicPropertySource
  static void useTheRelay(DynamicPropertyRegistry properties) {
    properties.add("caravan.relays", RELAY::url);
    properties.add("caravan.relay.ok-timeout", () -> "1s");
    properties.add("caravan.relay.ping-interval", () -> "1s");
    properties.add("caravan.relay.pong-timeout", () -> "2s");
    properties.add("caravan.relay.backoff-min", () -> "50ms");
    properties.add("caravan.relay.backoff-max", () -> "500ms");
  }

  @AfterAll
  static void stop() {
    RELAY.close();
  }

  @BeforeEach
  void open() {
    customer = new RelayedCustomer(RELAY, TestShop.in(dataDirectory));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> RELAY.subscriptions().size() > 1);
  }

  @AfterEach
  void behave() {
    RELAY.onEvent = RELAY::accept;
    RELAY.onReq = RELAY::answer;
  }

  @Test
  void dropsWhatItIsSentAndTheConnectionWithIt() {
    onFirst((client, message) -> client.closeConnection(1006, "dropped"));
    RELAY.bring(customer.order(1, Instant.now()));
    customer.buys();
  }

  @Test
  void repeatsEverything() {
    RELAY.onEvent =
        (client, message) -> {
          RELAY.accept(client, message);
          RELAY.accept(client, message);
          RELAY.broadcast(message.event().read());
        };
    Event order = customer.order(1, Instant.now());
    RELAY.bring(order);
    RELAY.broadcast(order);
    customer.awaitInvoice();
    RELAY.broadcast(order);
    RELAY.hangUp();
    customer.buys();
  }

  @Test
  void bringsTheLaterMessageFirst() {
    RELAY.onReq =
        (client, req) -> {
          RELAY.listen(client, req);
          var page = new ArrayList<>(RELAY.page(req.filters().getFirst()));
          Collections.reverse(page);
          page.forEach(event -> ScriptedRelay.send(client, req.subscription(), event));
          client.send(new RelayMessage.Eose(req.subscription()).write());
        };
    Event first = customer.order(1, Instant.now().minusSeconds(5));
    Event second = customer.order(2, Instant.now());
    RELAY.stored.add(second);
    RELAY.stored.add(first);
    RELAY.hangUp();

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> customer.heard(1).size() == 2);
    assertThat(customer.heard(1))
        .extracting(answer -> answer.path("message").asText())
        .anyMatch(text -> text.contains("1 x Mug"))
        .anyMatch(text -> text.contains("another order"));
  }

  @Test
  void backdates() {
    RELAY.bring(customer.order(1, Instant.now().minus(Duration.ofHours(40))));
    customer.buys();
  }

  @Test
  void datesAheadAndIsAnsweredNotFarAhead() {
    RELAY.bring(customer.order(1, Instant.now().plus(Duration.ofDays(1))));
    customer.buys();
    assertThat(customer.answers())
        .allMatch(answer -> answer.createdAt().isBefore(Instant.now().plusSeconds(601)));
  }

  @Test
  void refusesForNow() {
    onFirst(
        (client, message) ->
            ScriptedRelay.ok(client, message.event().read(), false, "rate-limited: not so fast"));
    RELAY.bring(customer.order(1, Instant.now()));
    customer.buys();
  }

  @Test
  void takesWhatItNeverAnswersTo() {
    AtomicInteger silences = new AtomicInteger();
    onFirst(
        (client, message) -> {
          RELAY.bring(message.event().read());
          silences.incrementAndGet();
        });
    RELAY.bring(customer.order(1, Instant.now()));
    customer.buys();
    assertThat(silences.get()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void closesInTheMiddleOfAMessage() {
    Event order = customer.order(1, Instant.now());
    RELAY.cutOff(order);
    RELAY.stored.add(order);
    customer.buys();
  }

  /** Does this to each event of the merchant's that comes for the first time. */
  private static void onFirst(ScriptedRelay.Manner<ClientMessage.EventMessage> manner) {
    Set<EventId> seen = ConcurrentHashMap.newKeySet();
    RELAY.onEvent =
        (WebSocket client, ClientMessage.EventMessage message) -> {
          if (seen.add(message.event().read().id())) {
            manner.react(client, message);
          } else {
            RELAY.accept(client, message);
          }
        };
  }
}
