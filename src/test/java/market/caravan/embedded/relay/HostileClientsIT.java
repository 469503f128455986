package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Filter;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.RelayMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one client does, it is answered or cut off, and the others notice nothing. */
class HostileClientsIT {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int NOT_ACCEPTABLE = 1003;

  private static TestRelay relay;

  private final KeyPair alice = KeyPair.generate();
  private final Filter byAlice = Filter.any().authors(Set.of(alice.pubkey()));
  private RelaySocket hostile;
  private RelaySocket other;

  @BeforeAll
  static void startRelay() {
    relay =
        TestRelay.start(
            "caravan.embedded.relay.max-connections=8",
            "caravan.embedded.relay.max-subscriptions=3",
            "caravan.embedded.relay.max-filters=2",
            "caravan.embedded.relay.max-limit=5",
            "caravan.embedded.relay.send-buffer-length=2000000",
            "caravan.embedded.relay.send-timeout=500ms");
  }

  @AfterAll
  static void stopRelay() {
    relay.close();
  }

  @BeforeEach
  void connect() {
    hostile = RelaySocket.open(relay.uri());
    other = RelaySocket.open(relay.uri());
  }

  @AfterEach
  void letOthersWork() throws InterruptedException {
    Event event = event("still here");
    assertThat(other.publish(event)).returns(true, RelayMessage.Ok::accepted);
    assertThat(other.stored(byAlice.limit(1))).hasSize(1);
    hostile.close();
    other.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "[]",
        "null",
        "[\"EVENT\"]",
        "[\"EVENT\",{}]",
        "[\"EVENT\",{\"id\":\"\\u0000\"}]",
        "[\"REQ\"]",
        "[\"REQ\",\"\\ud800\",{}]",
        "[\"COUNT\",\"s\",{}]",
        "[\"NOTICE\",\"hello\"]",
        "\u0000",
        "[\"CLOSE\",1]"
      })
  void answersWhatItCannotReadWithANotice(String frame) throws InterruptedException {
    hostile.say(frame);

    assertThat(hostile.next(RelayMessage.Notice.class).message()).startsWith("invalid: ");
    assertThat(hostile.isQuiet()).isTrue();
  }

  @Test
  void answersDeepJsonWithANotice() throws InterruptedException {
    hostile.say("[".repeat(200_000));
    hostile.say("[\"REQ\",\"s\"," + "{\"#p\":[".repeat(20_000));

    hostile.next(RelayMessage.Notice.class);
    hostile.next(RelayMessage.Notice.class);
    assertThat(hostile.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00\\ud800", "\\ud83d"})
  void refusesALoneSurrogateByTheEventsId(String text) throws InterruptedException {
    Event event = event("PLACE");

    hostile.say(new ClientMessage.EventMessage(event).write().replace("PLACE", text));

    RelayMessage.Ok ok = hostile.next(RelayMessage.Ok.class);
    assertThat(ok).returns(event.id(), RelayMessage.Ok::id);
    assertThat(ok).returns("invalid", RelayMessage.Ok::prefix);
  }

  @Test
  void refusesAnEventOfAMegabyteByItsId() throws InterruptedException {
    Event event = event("x".repeat(1_000_000));

    assertThat(hostile.publish(event))
        .returns(false, RelayMessage.Ok::accepted)
        .returns("invalid", RelayMessage.Ok::prefix);
    hostile.say("y".repeat(1_000_000));
    hostile.next(RelayMessage.Notice.class);
    assertThat(hostile.isQuiet()).isTrue();
  }

  @Test
  void takesAnEventThatIsJustShortEnough() throws InterruptedException {
    assertThat(other.publish(event("x".repeat(520_000)))).returns(true, RelayMessage.Ok::accepted);
  }

  @Test
  void putsAMessageTogetherFromItsFragments() throws InterruptedException {
    String frame = new ClientMessage.Req("s", List.of(byAlice)).write();
    WebSocket socket = hostile.socket();
    for (int i = 0; i < frame.length(); i++) {
      socket.sendText(frame.substring(i, i + 1), i == frame.length() - 1).join();
    }

    assertThat(hostile.next()).isEqualTo(new RelayMessage.Eose("s"));
  }

  @Test
  void forgetsAMessageThatNeverEnds() throws InterruptedException {
    hostile.socket().sendText("[\"EVENT\",{\"id\":", false).join();
    hostile.close();

    assertThat(other.isQuiet()).isTrue();
  }

  @Test
  void cutsOffWhoSendsBinary() {
    hostile.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();

    assertThat(hostile.closeStatus()).isEqualTo(NOT_ACCEPTABLE);
  }

  @Test
  void refusesSubscriptionsBeyondItsLimits() throws InterruptedException {
    hostile.subscribe("one", byAlice);
    hostile.subscribe("two", byAlice);
    hostile.subscribe("three", byAlice);

    hostile.say(new ClientMessage.Req("four", List.of(byAlice)));
    assertThat(hostile.next(RelayMessage.Closed.class).subscription()).isEqualTo("four");
    hostile.say(new ClientMessage.Close("three"));
    hostile.say(new ClientMessage.Req("four", List.of(byAlice, byAlice, byAlice)));
    assertThat(hostile.next(RelayMessage.Closed.class).message()).startsWith("error: ");
    hostile.say(new ClientMessage.Req("four", List.of(Filter.any().tag("title", Set.of("x")))));
    assertThat(hostile.next(RelayMessage.Closed.class).message()).startsWith("unsupported: ");
    hostile.say("[\"REQ\",\"four\",{\"kinds\":[\"1\"]}]");
    assertThat(hostile.next(RelayMessage.Closed.class).message()).startsWith("invalid: ");
    hostile.subscribe("four", byAlice);
  }

  @Test
  void sendsNoMoreStoredEventsThanItsLimit() throws InterruptedException {
    for (int i = 0; i < 7; i++) {
      other.publish(event("note " + i));
    }

    assertThat(other.stored(byAlice)).hasSize(5);
    assertThat(other.stored(byAlice.limit(1_000))).hasSize(5);
  }

  @Test
  void cutsOffWhoTakesNothingWhileOthersGoOn() throws InterruptedException {
    try (RelaySocket deaf = RelaySocket.openDeaf(relay.uri())) {
      deaf.say(new ClientMessage.Req("s", List.of(byAlice.limit(0))));
      hostile.subscribe("s", byAlice.limit(0));
      String text = "x".repeat(400_000);

      for (int i = 0; i < 60; i++) {
        Event event = event(text + i);
        assertThat(other.publish(event)).returns(true, RelayMessage.Ok::accepted);
        assertThat(hostile.nextEvent()).isEqualTo(event);
      }

      Awaitility.await().until(() -> relay.connections() <= 2);
    }
  }

  @Test
  void takesNoMoreClientsThanItMay() {
    Awaitility.await().until(() -> relay.connections() == 2);
    List<RelaySocket> more = Stream.generate(() -> RelaySocket.open(relay.uri())).limit(6).toList();
    Awaitility.await().until(() -> relay.connections() == 8);
    try (RelaySocket tooMany = RelaySocket.open(relay.uri())) {
      Awaitility.await().until(() -> tooMany.closeStatus() == 1013);
    }
    more.forEach(RelaySocket::close);
    Awaitility.await().until(() -> relay.connections() == 2);
  }

  private Event event(String content) {
    return alice.sign(new EventTemplate(1, NOON, List.of(), content));
  }
}
