package market.caravan.nostr.relay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.relay.PublishOutcome.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {

  private final KeyPair merchant = KeyPair.generate();
  private final Pubkey customer = KeyPair.generate().pubkey();
  private final ScriptedRelay relay = new ScriptedRelay();
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.systemUTC(), RelayListener.NONE);

  @AfterEach
  void stop() {
    pool.close();
    relay.close();
  }

  private Event message(String text) {
    return Messages.message(merchant, customer, Messages.NOON, text);
  }

  private PublishOutcome publish(Event event, URI to) {
    return at(to, pool.publish(event, List.of(to)));
  }

  private static PublishOutcome at(URI relay, CompletableFuture<Map<URI, PublishOutcome>> all) {
    return requireNonNull(all.orTimeout(10, TimeUnit.SECONDS).join().get(relay));
  }

  @Test
  void isAcceptedByARelayOfThePool() {
    pool.start(List.of(relay.url()));
    Event event = message("hello");

    PublishOutcome outcome = publish(event, relay.url());

    assertThat(outcome).isEqualTo(PublishOutcome.of(new RelayMessage.Ok(event.id(), true, "")));
    assertThat(relay.offered).containsExactly(event);
    assertThat(pool.status().getFirst().published()).isEqualTo(1);
    assertThat(pool.status().getFirst().connected()).isTrue();
  }

  @Test
  void takesADuplicateForAccepted() {
    Event event = message("hello");
    publish(event, relay.url());

    PublishOutcome again = publish(event, relay.url());

    assertThat(again.kind()).isEqualTo(Kind.ACCEPTED);
    assertThat(again.reason()).isEqualTo("duplicate: have it");
  }

  @Test
  void showsWhyARelayRefused() {
    relay.onEvent =
        (client, message) ->
            ScriptedRelay.ok(client, message.event().read(), false, "auth-required: who are you?");
    pool.start(List.of(relay.url()));

    PublishOutcome outcome = publish(message("hello"), relay.url());

    assertThat(outcome)
        .isEqualTo(new PublishOutcome(Kind.REFUSED, "auth-required: who are you?", false));
    assertThat(pool.status().getFirst().lastError()).contains("auth-required: who are you?");
  }

  @Test
  void isUnansweredByARelayThatNeverSaysOk() {
    relay.onEvent = (client, message) -> {};

    PublishOutcome outcome = publish(message("hello"), relay.url());

    assertThat(outcome.kind()).isEqualTo(Kind.UNANSWERED);
  }

  @Test
  void isUnansweredByARelayThatHangsUpOnIt() {
    relay.onEvent = (client, message) -> client.closeConnection(1006, "no");

    PublishOutcome outcome = publish(message("hello"), relay.url());

    assertThat(outcome.kind()).isEqualTo(Kind.UNANSWERED);
    assertThat(outcome.reason()).isNotEmpty();
  }

  @Test
  void isNotSentWhereNobodyListens() {
    URI nobody = URI.create("ws://127.0.0.1:1");

    assertThat(publish(message("hello"), nobody).kind()).isEqualTo(Kind.NOT_SENT);
  }

  @Test
  void isNotSentToWhatIsNoRelay() {
    URI page = URI.create("https://example.org/");

    assertThat(publish(message("hello"), page).kind()).isEqualTo(Kind.NOT_SENT);
  }

  @Test
  void doesNotWaitLongForADeafRelayOnceAnotherHasTheEvent() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI deafUrl = URI.create("ws://127.0.0.1:" + deaf.getLocalPort());
      pool.start(List.of(deafUrl, relay.url()));

      long before = System.nanoTime();
      var outcomes = pool.publish(message("hello"), List.of(deafUrl, relay.url()));
      PublishOutcome accepted = at(relay.url(), outcomes);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);

      assertThat(accepted.kind()).isEqualTo(Kind.ACCEPTED);
      assertThat(at(deafUrl, outcomes).kind()).isEqualTo(Kind.NOT_SENT);
      assertThat(millis).isLessThan(QuickSettings.RELAYS.okTimeout().toMillis());
    }
  }

  @Test
  void publishesManyAtOnce() {
    pool.start(List.of(relay.url()));
    List<CompletableFuture<Map<URI, PublishOutcome>>> all =
        IntStream.range(0, 500)
            .mapToObj(i -> pool.publish(message("message " + i), List.of(relay.url())))
            .toList();

    assertThat(all)
        .allSatisfy(
            outcomes -> assertThat(at(relay.url(), outcomes)).matches(PublishOutcome::isAccepted));
  }

  @Test
  void publishesAgainWhenTheRelayIsBack() {
    pool.start(List.of(relay.url()));
    publish(message("before"), relay.url());
    relay.close();
    await().until(() -> !pool.status().getFirst().connected());
    assertThat(pool.status().getFirst().lastError()).isPresent();

    try (ScriptedRelay back = new ScriptedRelay(relay.port())) {
      await().until(() -> pool.status().getFirst().connected());
      assertThat(publish(message("after"), back.url()).kind()).isEqualTo(Kind.ACCEPTED);
      assertThat(pool.status().getFirst().lastError()).isEmpty();
    }
  }

  @Test
  void leavesARelayOutsideThePoolWhenItIsIdle() {
    publish(message("hello"), relay.url());
    assertThat(relay.connections()).isEqualTo(1);

    await().untilAsserted(() -> assertThat(relay.connections()).isZero());
  }

  @Test
  void givesUpAConnectionThatDoesNotAnswerPings() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("ws://127.0.0.1:" + listening.getLocalPort());
      pool.start(List.of(url));
      try (var client = listening.accept()) {
        Handshakes.shake(client);
        await().until(() -> pool.status().getFirst().connected());

        await().until(() -> pool.status().getFirst().lastError().orElse("").contains("no pong"));
      }
    }
  }
}
