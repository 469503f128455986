package market.caravan.nostr.camel;

import static java.util.Objects.requireNonNull;
import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import market.caravan.TransientException;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.relay.MemoryJournal;
import market.caravan.nostr.relay.Messages;
import market.caravan.nostr.relay.PublishOutcome;
import market.caravan.nostr.relay.QuickSettings;
import market.caravan.nostr.relay.ReceivedEvent;
import market.caravan.nostr.relay.RelayListener;
import market.caravan.nostr.relay.RelayPool;
import market.caravan.nostr.relay.RelayStatus;
import market.caravan.nostr.relay.ScriptedRelay;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NostrComponentTest {

  private static final String ROUTE = "receive";

  private final KeyPair merchant = KeyPair.generate();
  private final KeyPair customer = KeyPair.generate();
  private final MemoryJournal journal = new MemoryJournal();
  private final ScriptedRelay relay = new ScriptedRelay();
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.systemUTC(), RelayListener.NONE);
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Exchange> received = new CopyOnWriteArrayList<>();

  @BeforeEach
  void haveAMerchant() {
    journal.accounts.add(merchant.pubkey());
    camel.getRegistry().bind("pool", pool);
    camel.getRegistry().bind("journal", journal);
    camel.getRegistry().bind("settings", QuickSettings.INTAKE);
    camel.getShutdownStrategy().setTimeout(5);
    pool.start(List.of(relay.url()));
  }

  @AfterEach
  void stop() {
    camel.stop();
    pool.close();
    relay.close();
  }

  private Event message(int number) {
    return Messages.message(
        customer, merchant.pubkey(), NOON.plusSeconds(number), "message " + number);
  }

  private static List<String> messages(int count) {
    return IntStream.range(0, count).mapToObj(number -> "message " + number).toList();
  }

  private List<String> contents() {
    return received.stream()
        .map(exchange -> exchange.getMessage().getBody(Event.class).content())
        .toList();
  }

  private void receive(Processor step) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("nostr:messages?kinds=4")
                .routeId(ROUTE)
                .process(step)
                .process(exchange -> received.add(exchange.copy()));
          }
        });
    camel.start();
    await().until(() -> pool.status().stream().allMatch(RelayStatus::caughtUp));
  }

  private void receive() throws Exception {
    receive(exchange -> {});
  }

  private Map<?, ?> publish(Event event, Map<String, Object> headers) throws Exception {
    camel.start();
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      return requireNonNull(
          template.requestBodyAndHeaders("nostr:messages", event, headers, Map.class));
    }
  }

  @Test
  void makesAnExchangeOfAnEvent() throws Exception {
    receive();
    Event event = message(1);

    relay.bring(event);

    await().until(() -> received.size() == 1);
    var message = received.getFirst().getMessage();
    assertThat(message.getBody()).isEqualTo(event);
    assertThat(message.getHeader(NostrConstants.RELAY)).isEqualTo(relay.url().toString());
    assertThat(message.getHeader(NostrConstants.ACCOUNT)).isEqualTo(merchant.pubkey().hex());
    assertThat(message.getHeader(NostrConstants.CAUGHT_UP)).isEqualTo(true);
    assertThat(message.getHeader(NostrConstants.RECEIVED_AT)).isInstanceOf(Instant.class);
  }

  @Test
  void givesAnEventAgainWhoseRouteFailedForNow() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    receive(
        exchange -> {
          if (attempts.incrementAndGet() < 4) {
            throw new TransientException("node-away", "The node is away");
          }
        });

    relay.bring(message(0));
    relay.bring(message(1));

    await().until(() -> received.size() == 2);
    assertThat(contents()).isEqualTo(messages(2));
    assertThat(attempts).hasValue(5);
  }

  @Test
  void goesOnAfterAnEventWhoseRouteFailedForGood() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    receive(
        exchange -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("a programmer's mistake");
          }
        });

    relay.bring(message(0));
    relay.bring(message(1));

    await().until(() -> received.size() == 1);
    assertThat(contents()).containsExactly("message 1");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void losesNothingWhileSuspended() throws Exception {
    receive();

    camel.getRouteController().suspendRoute(ROUTE);
    IntStream.range(0, 50).mapToObj(this::message).forEach(relay::bring);
    await().during(Duration.ofMillis(300)).until(received::isEmpty);
    camel.getRouteController().resumeRoute(ROUTE);

    await().until(() -> received.size() == 50);
    assertThat(contents()).isEqualTo(messages(50));
  }

  @Test
  void losesNothingWhenStoppedUnderLoadAndStartedAgain() throws Exception {
    receive(exchange -> journal.handle(receivedAs(exchange)));
    IntStream.range(0, 200).mapToObj(this::message).forEach(relay::bring);
    await().until(() -> !received.isEmpty());

    camel.getRouteController().stopRoute(ROUTE);
    camel.getRouteController().startRoute(ROUTE);

    await().until(() -> contents().containsAll(messages(200)));
    assertThat(received).hasSize(200);
  }

  private ReceivedEvent receivedAs(Exchange exchange) {
    return new ReceivedEvent(
        exchange.getMessage().getBody(Event.class),
        merchant.pubkey(),
        relay.url(),
        exchange.getMessage().getHeader(NostrConstants.RECEIVED_AT, Instant.class),
        true);
  }

  @Test
  void publishesTheBodyAndPutsTheOutcomesInItsPlace() throws Exception {
    Event event = message(1);

    Map<?, ?> outcomes = publish(event, Map.of());

    assertThat(relay.offered).containsExactly(event);
    assertThat(outcomes.get(relay.url())).isEqualTo(accepted());
  }

  @Test
  void publishesToTheRelaysOfTheHeader() throws Exception {
    try (ScriptedRelay other = new ScriptedRelay()) {
      Map<?, ?> outcomes =
          publish(message(1), Map.of(NostrConstants.RELAYS, List.of(other.url().toString())));

      assertThat(other.offered).hasSize(1);
      assertThat(relay.offered).isEmpty();
      assertThat(outcomes.get(other.url())).isEqualTo(accepted());
    }
  }

  @Test
  void doesNotThrowBecauseARelayRefused() throws Exception {
    relay.onEvent =
        (client, message) ->
            ScriptedRelay.ok(client, message.event().read(), false, "blocked: not you");

    Map<?, ?> outcomes = publish(message(1), Map.of());

    assertThat(outcomes.get(relay.url()))
        .isEqualTo(new PublishOutcome(PublishOutcome.Kind.REFUSED, "blocked: not you", true));
  }

  private static PublishOutcome accepted() {
    return new PublishOutcome(PublishOutcome.Kind.ACCEPTED, "", false);
  }

  @Test
  void publishesNothingButEvents() {
    camel.start();
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      assertThatThrownBy(() -> template.requestBody("nostr:messages", "no event"))
          .hasRootCauseInstanceOf(NoTypeConversionAvailableException.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void mustBeToldWhichKindsToRead() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("nostr:messages").to("log:nothing");
          }
        });

    assertThatThrownBy(camel::start).hasStackTraceContaining("nostr:messages?kinds=4");
  }

  @Test
  void hasAPoolOfItsOwnWhereTheRegistryHasNone() throws Exception {
    camel.getRegistry().unbind("pool");
    camel.getComponent("nostr", NostrComponent.class).setRelays(relay.url() + ", ws://127.0.0.1:1");

    Map<?, ?> outcomes = publish(message(1), Map.of());

    assertThat(outcomes.get(relay.url())).isEqualTo(accepted());
    assertThat(outcomes.get(URI.create("ws://127.0.0.1:1"))).isNotNull();
  }
}
