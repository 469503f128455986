package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Filter;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.RelayMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was stored and what comes live, without a gap or a repetition between them. */
class StoredAndLiveIT {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int EVENTS = 1_000;

  private final TestRelay relay = TestRelay.start();
  private final KeyPair alice = KeyPair.generate();
  private final Filter byAlice = Filter.any().authors(Set.of(alice.pubkey()));

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void givesEachSubscriptionEveryEventOnceWhileTheyPourIn() throws Exception {
    List<Event> events = notes();
    try (RelaySocket author = RelaySocket.open(relay.uri());
        RelaySocket reader = RelaySocket.open(relay.uri())) {
      CompletableFuture<Void> poured = CompletableFuture.runAsync(() -> pour(author, events));
      List<List<EventId>> subscriptions = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = String.valueOf(i);
        reader.say(new ClientMessage.Req(id, List.of(byAlice)));
        subscriptions.add(new ArrayList<>());
      }
      poured.join();
      read(reader, subscriptions);

      Set<EventId> all = Set.copyOf(events.stream().map(Event::id).toList());
      assertThat(subscriptions)
          .allSatisfy(
              received ->
                  assertThat(received).hasSize(EVENTS).containsExactlyInAnyOrderElementsOf(all));
      assertThat(reader.isQuiet()).isTrue();
    }
  }

  @Test
  void keepsEverythingThatItHasAcknowledgedOverARestart() throws Exception {
    List<Event> events = notes().subList(0, 300);
    try (RelaySocket author = RelaySocket.open(relay.uri())) {
      pour(author, events);
    }

    relay.stop();
    relay.startAgain();

    try (RelaySocket reader = RelaySocket.open(relay.uri())) {
      assertThat(reader.subscribe("s", byAlice)).containsExactlyInAnyOrderElementsOf(events);
      Event next = alice.sign(new EventTemplate(1, NOON, List.of(), "after"));
      reader.say(new ClientMessage.EventMessage(next));
      reader.next(RelayMessage.Ok.class);
      assertThat(reader.nextEvent()).isEqualTo(next);
    }
  }

  private List<Event> notes() {
    return IntStream.range(0, EVENTS)
        .mapToObj(i -> alice.sign(new EventTemplate(1, NOON, List.of(), "note " + i)))
        .toList();
  }

  private static void pour(RelaySocket author, List<Event> events) {
    events.forEach(event -> author.say(new ClientMessage.EventMessage(event)));
    for (int i = 0; i < events.size(); i++) {
      assertThat(author.nextUnchecked()).isInstanceOf(RelayMessage.Ok.class);
    }
  }

  private static void read(RelaySocket reader, List<List<EventId>> subscriptions)
      throws InterruptedException {
    int missing = subscriptions.size() * (EVENTS + 1);
    for (; missing > 0; missing--) {
      if (reader.next() instanceof RelayMessage.EventMessage found) {
        subscriptions
            .get(Integer.parseInt(found.subscription()))
            .add(found.event().claimedId().orElseThrow());
      }
    }
  }
}
