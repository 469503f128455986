package market.caravan.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import market.caravan.TransientException;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.relay.QuickSettings;
import market.caravan.nostr.relay.RelayListener;
import market.caravan.nostr.relay.RelayPool;
import market.caravan.nostr.relay.ScriptedRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a customer can be paid, as relays on real sockets have it. */
class RelayProfilesTest {

  private static final Instant ORDERED = Instant.parse("2026-05-06T07:08:09Z");

  private final KeyPair customer = KeyPair.generate();
  private final ScriptedRelay relay = new ScriptedRelay();
  private final ScriptedRelay other = new ScriptedRelay();
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.systemUTC(), RelayListener.NONE);

  @AfterEach
  void close() {
    pool.close();
    relay.close();
    other.close();
  }

  private Optional<String> found(URI... relays) {
    pool.start(List.of(relays));
    return new RelayProfiles(pool, Duration.ofSeconds(2))
        .lightningAddress(customer.pubkey(), ORDERED);
  }

  private Event profile(Instant at, String json) {
    return customer.sign(new EventTemplate(0, at, List.of(), json));
  }

  private static String address(String address) {
    return "{\"name\":\"Ada\",\"lud16\":\"" + address + "\"}";
  }

  @Test
  void findsTheAddressThatTheCustomerHadWhenTheyOrdered() {
    relay.bring(profile(ORDERED, address("ada@example.com")));
    assertThat(found(relay.url())).contains("ada@example.com");
  }

  @Test
  void believesNoProfileThatIsYoungerThanTheOrder() {
    relay.bring(profile(ORDERED.plusSeconds(1), address("thief@example.com")));
    other.bring(profile(ORDERED.minusSeconds(60), address("ada@example.com")));
    assertThat(found(relay.url(), other.url())).isEmpty();
  }

  @Test
  void believesNoProfileThatSomebodyElseHasWritten() {
    Event genuine = profile(ORDERED, address("ada@example.com"));
    Event forged =
        new Event(
            genuine.id(),
            genuine.pubkey(),
            genuine.createdAt(),
            0,
            List.of(),
            address("thief@example.com"),
            genuine.signature());
    Event foreign =
        KeyPair.generate()
            .sign(new EventTemplate(0, ORDERED, List.of(), address("thief@example.com")));
    relay.onReq =
        (client, req) -> {
          ScriptedRelay.send(client, req.subscription(), forged);
          ScriptedRelay.send(client, req.subscription(), foreign);
          relay.answer(client, req);
        };
    assertThat(found(relay.url())).isEmpty();
  }

  @Test
  void findsNothingWhereThereIsNoAddress() {
    assertThat(found(relay.url())).isEmpty();
    for (String json :
        List.of("{}", "no json", "{\"lud16\":7}", address("a b@example.com"), "[]")) {
      relay.stored.clear();
      relay.stored.add(profile(ORDERED, json));
      assertThat(found(relay.url())).as(json).isEmpty();
    }
  }

  @Test
  void doesWithTheRelaysThatAnswer() {
    relay.bring(profile(ORDERED, address("ada@example.com")));
    other.onReq = (client, req) -> {};
    assertThat(found(relay.url(), other.url(), URI.create("ws://127.0.0.1:1")))
        .contains("ada@example.com");
  }

  @Test
  void asksAgainLaterWhereNoRelayAnswers() {
    assertThatThrownBy(() -> found(URI.create("ws://127.0.0.1:1")))
        .isInstanceOf(TransientException.class);
  }
}
