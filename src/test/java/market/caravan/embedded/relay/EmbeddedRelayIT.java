package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Filter;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.RelayMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedRelayIT {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static TestRelay relay;

  private final KeyPair alice = KeyPair.generate();
  private final Filter byAlice = Filter.any().authors(Set.of(alice.pubkey()));
  private RelaySocket socket;

  @BeforeAll
  static void startRelay() {
    relay = TestRelay.start();
  }

  @AfterAll
  static void stopRelay() {
    relay.close();
  }

  @BeforeEach
  void connect() {
    socket = RelaySocket.open(relay.uri());
  }

  @AfterEach
  void disconnect() {
    socket.close();
  }

  @Test
  void keepsAnEventAndFindsItByEachOfItsParts() throws InterruptedException {
    Event event = event(4, NOON, "secret \0 text", List.of("p", "bob"), List.of("t", "x\0y"));

    assertThat(socket.publish(event)).returns(true, RelayMessage.Ok::accepted);

    assertThat(socket.stored(byAlice)).containsExactly(event);
    assertThat(socket.stored(Filter.any().ids(Set.of(event.id())))).containsExactly(event);
    assertThat(socket.stored(byAlice.kinds(1, 4))).containsExactly(event);
    assertThat(socket.stored(byAlice.kinds(1))).isEmpty();
    assertThat(socket.stored(byAlice.tag("p", Set.of("bob", "carol")))).containsExactly(event);
    assertThat(socket.stored(byAlice.tag("p", Set.of("bob")).tag("t", Set.of("x\0y"))))
        .containsExactly(event);
    assertThat(socket.stored(byAlice.tag("p", Set.of("bob")).tag("t", Set.of("z")))).isEmpty();
    assertThat(socket.stored(byAlice.since(NOON).until(NOON))).containsExactly(event);
    assertThat(socket.stored(byAlice.since(NOON.plusSeconds(1)))).isEmpty();
    assertThat(socket.stored(byAlice.until(NOON.minusSeconds(1)))).isEmpty();
    assertThat(socket.stored(byAlice.ids(Set.of()))).isEmpty();
  }

  @Test
  void sendsTheNewestFirstAndOfOneSecondTheLowestId() throws InterruptedException {
    List<Event> events =
        IntStream.range(0, 150)
            .mapToObj(i -> event(1, NOON.plusSeconds(i / 10), "note " + i, List.of("t", "many")))
            .toList();
    for (Event event : events) {
      socket.publish(event);
    }
    List<Event> newestFirst =
        events.stream()
            .sorted(
                Comparator.comparing(Event::createdAt)
                    .reversed()
                    .thenComparing(event -> event.id().hex()))
            .toList();

    assertThat(socket.stored(byAlice)).isEqualTo(newestFirst);
    assertThat(socket.stored(byAlice.tag("t", Set.of("many", "few")))).isEqualTo(newestFirst);
    assertThat(socket.stored(byAlice.limit(120))).isEqualTo(newestFirst.subList(0, 120));
    assertThat(socket.stored(byAlice.limit(0))).isEmpty();
    assertThat(socket.stored(byAlice.limit(3), byAlice.limit(2).kinds(1)))
        .isEqualTo(newestFirst.subList(0, 3));
  }

  @Test
  void callsAnEventThatItHasADuplicateWhichIsASuccess() throws InterruptedException {
    Event event = event(1, NOON, "once");
    socket.publish(event);

    RelayMessage.Ok again = socket.publish(event);

    assertThat(again.accepted()).isTrue();
    assertThat(again.prefix()).isEqualTo("duplicate");
    assertThat(socket.stored(byAlice)).containsExactly(event);
  }

  @Test
  void refusesAForgedEventAndThenTakesTheGenuineOneOfItsId() throws InterruptedException {
    Event genuine = event(1, NOON, "pay Alice");
    Event forged =
        new Event(
            genuine.id(),
            genuine.pubkey(),
            genuine.createdAt(),
            genuine.kind(),
            genuine.tags(),
            "pay Mallory",
            genuine.signature());
    Event stolen =
        new Event(
            genuine.id(),
            KeyPair.generate().pubkey(),
            genuine.createdAt(),
            genuine.kind(),
            genuine.tags(),
            genuine.content(),
            genuine.signature());

    assertThat(socket.publish(forged)).returns("invalid", RelayMessage.Ok::prefix);
    assertThat(socket.publish(stolen)).returns("invalid", RelayMessage.Ok::prefix);
    assertThat(socket.publish(genuine)).returns(true, RelayMessage.Ok::accepted);
    assertThat(socket.stored(byAlice)).containsExactly(genuine);
  }

  @Test
  void keepsTheNewestOfAReplaceableKindAndOfOneSecondTheLowestId() throws InterruptedException {
    Event first = event(0, NOON, "first");
    Event second = event(0, NOON.plusSeconds(1), "second");
    Event rival = event(0, NOON.plusSeconds(1), "rival");
    boolean secondIsLower = second.id().hex().compareTo(rival.id().hex()) < 0;

    socket.publish(second);
    assertThat(socket.publish(first)).returns("duplicate", RelayMessage.Ok::prefix);
    assertThat(socket.publish(second)).returns("duplicate", RelayMessage.Ok::prefix);
    socket.publish(rival);

    assertThat(socket.stored(byAlice)).containsExactly(secondIsLower ? second : rival);
  }

  @Test
  void keepsTheNewestOfEachAddress() throws InterruptedException {
    Event mug = event(30018, NOON, "mug", List.of("d", "mug"), List.of("t", "cups"));
    Event cup = event(30018, NOON, "cup", List.of("d", "cup"));
    Event soldMug = event(30018, NOON.plusSeconds(1), "sold", List.of("d", "mug"));
    socket.publish(mug);
    socket.publish(cup);
    socket.publish(soldMug);

    assertThat(socket.stored(byAlice)).containsExactly(soldMug, cup);
    assertThat(socket.stored(byAlice.tag("d", Set.of("mug")))).containsExactly(soldMug);
    assertThat(socket.stored(byAlice.tag("t", Set.of("cups")))).isEmpty();
  }

  @Test
  void deletesWhatItsAuthorTakesBackAndDoesNotTakeItAgain() throws InterruptedException {
    Event note = event(1, NOON, "note");
    Event foreign = KeyPair.generate().sign(new EventTemplate(1, NOON, List.of(), "foreign"));
    Event mug = event(30018, NOON, "mug", List.of("d", "mug"));
    String address = "30018:" + alice.pubkey() + ":mug";
    socket.publish(note);
    socket.publish(foreign);
    socket.publish(mug);

    Event deletion =
        event(
            5,
            NOON.plusSeconds(1),
            "",
            List.of("e", note.id().hex()),
            List.of("e", foreign.id().hex()),
            List.of("e", "no id \0"),
            List.of("a", address));
    assertThat(socket.publish(deletion)).returns(true, RelayMessage.Ok::accepted);

    assertThat(socket.stored(byAlice)).containsExactly(deletion);
    assertThat(socket.stored(Filter.any().ids(Set.of(foreign.id())))).containsExactly(foreign);
    assertThat(socket.publish(note)).returns("blocked", RelayMessage.Ok::prefix);
    assertThat(socket.publish(mug)).returns("blocked", RelayMessage.Ok::prefix);
    Event newMug = event(30018, NOON.plusSeconds(2), "mug again", List.of("d", "mug"));
    assertThat(socket.publish(newMug)).returns("", RelayMessage.Ok::message);
  }

  @Test
  void leavesWhatIsYoungerThanTheDeletionOfItsAddress() throws InterruptedException {
    Event mug = event(30018, NOON.plusSeconds(5), "mug", List.of("d", "mug"));
    socket.publish(mug);

    socket.publish(event(5, NOON, "", List.of("a", "30018:" + alice.pubkey() + ":mug")));

    assertThat(socket.stored(byAlice.kinds(30018))).containsExactly(mug);
  }

  @Test
  void passesEphemeralEventsOnAndForgetsThem() throws InterruptedException {
    Event event = event(23194, NOON, "request");
    try (RelaySocket listener = RelaySocket.open(relay.uri())) {
      listener.subscribe("live", byAlice);

      assertThat(socket.publish(event)).returns(true, RelayMessage.Ok::accepted);

      assertThat(listener.nextEvent()).isEqualTo(event);
    }
    assertThat(socket.stored(byAlice)).isEmpty();
  }

  @Test
  void sendsNewEventsToEverySubscriptionThatTheyMatchUntilItIsClosed() throws InterruptedException {
    Event event = event(1, NOON, "news", List.of("p", "bob"));
    try (RelaySocket listener = RelaySocket.open(relay.uri())) {
      listener.subscribe("by-alice", byAlice.limit(0));
      listener.subscribe("to-bob", byAlice.tag("p", Set.of("bob")).since(NOON));
      listener.subscribe("to-carol", byAlice.tag("p", Set.of("carol")));
      listener.subscribe("later", byAlice.since(NOON.plusSeconds(1)));
      socket.publish(event);
      assertThat(
              List.of(
                  listener.next(RelayMessage.EventMessage.class).subscription(),
                  listener.next(RelayMessage.EventMessage.class).subscription()))
          .containsExactlyInAnyOrder("by-alice", "to-bob");

      listener.say(new ClientMessage.Close("by-alice"));
      listener.subscribe("to-bob", byAlice.kinds(7));
      socket.publish(event(1, NOON, "more news", List.of("p", "bob")));

      assertThat(listener.isQuiet()).isTrue();
    }
  }

  @Test
  void takesEventsOfAnyTime() throws InterruptedException {
    Event ancient = event(1, Instant.EPOCH, "ancient");
    Event distant = event(1, Instant.parse("9999-12-31T23:59:59Z"), "distant");

    assertThat(socket.publish(ancient)).returns(true, RelayMessage.Ok::accepted);
    assertThat(socket.publish(distant)).returns(true, RelayMessage.Ok::accepted);
    assertThat(socket.stored(byAlice)).containsExactly(distant, ancient);
  }

  @Test
  void tellsWhatItIsOverHttp() throws Exception {
    URI uri = URI.create(relay.uri().toString().replace("ws:", "http:"));

    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .header("Accept", "application/nostr+json")
                    .header("Origin", "https://market.example")
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/nostr+json"));
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(response.body()).contains("\"supported_nips\":[1,9,11]");
  }

  @SafeVarargs
  private Event event(int kind, Instant createdAt, String content, List<String>... tags) {
    List<List<String>> list = new ArrayList<>();
    for (List<String> tag : tags) {
      list.add(tag);
    }
    return alice.sign(new EventTemplate(kind, createdAt, list, content));
  }
}
