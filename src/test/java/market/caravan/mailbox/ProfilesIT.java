package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** Customers' profiles, as relays on real sockets have them. */
class ProfilesIT extends MailboxTest {

  private final Customers customers = new Customers(jdbc, properties, clock);
  private final ScriptedRelay relay = new ScriptedRelay();
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.systemUTC(), RelayListener.NONE);
  private final Profiles profiles = new Profiles(customers, pool, Duration.ofSeconds(2));

  @AfterEach
  void close() {
    pool.close();
    relay.close();
  }

  private Customers.Key add(KeyPair keys) {
    var key = new Customers.Key("m", keys.pubkey());
    customers.add(key);
    return key;
  }

  private static Event profile(KeyPair keys, Instant at, String json) {
    return keys.sign(new EventTemplate(0, at, List.of(), json));
  }

  private void readAll() {
    customers.record(profiles.ask(profiles.due()));
  }

  private String stored(KeyPair keys) {
    return jdbc.sql("SELECT profile FROM customer WHERE public_key = :key")
        .param("key", keys.pubkey().hex())
        .query(String.class)
        .single();
  }

  @Test
  void areReadOfAllAtOnceAndTheNewestCounts() {
    pool.start(List.of(relay.url()));
    KeyPair silent = KeyPair.generate();
    add(customer);
    add(merchant);
    add(silent);
    relay.bring(profile(customer, START, "{\"name\":\"Ada\",\"about\":7}"));
    relay.bring(profile(merchant, START, "{\"name\":\"Old\"}"));
    relay.bring(profile(merchant, START.plusSeconds(1), "{\"name\":\"New\",\"about\":\"Sells\"}"));
    readAll();
    assertThat(stored(customer)).isEqualTo("{\"name\":\"Ada\"}");
    assertThat(stored(merchant)).contains("New", "Sells");
    assertThat(stored(silent)).isEqualTo("{}");
    assertThat(relay.asked.stream().filter(req -> req.toString().contains("kinds=[0]"))).hasSize(1);
  }

  @Test
  void areAskedForAgainAfterAWhileAndNoOlderOneTakesTheirPlace() {
    pool.start(List.of(relay.url()));
    add(customer);
    relay.bring(profile(customer, START, "{\"name\":\"Ada\"}"));
    readAll();
    assertThat(profiles.due()).isEmpty();
    clock.advance(properties.profileGoodFor());
    relay.stored.clear();
    relay.bring(profile(customer, START.minusSeconds(1), "{\"name\":\"Before\"}"));
    readAll();
    assertThat(stored(customer)).isEqualTo("{\"name\":\"Ada\"}");
  }

  @Test
  void areBoundedAndWhatIsNoProfileIsNone() {
    pool.start(List.of(relay.url()));
    KeyPair other = KeyPair.generate();
    add(customer);
    add(other);
    relay.bring(profile(customer, START, "{\"name\":\"" + "x".repeat(5_000) + "\\u0000\"}"));
    relay.bring(profile(other, START, "no JSON"));
    readAll();
    assertThat(stored(customer)).hasSize(200 + "{\"name\":\"\"}".length());
    assertThat(stored(other)).isEqualTo("{}");
  }

  @Test
  void areStillDueWhereNoRelayAnswers() {
    assertThat(profiles.due()).isEmpty();
    pool.start(List.of(URI.create("ws://127.0.0.1:1")));
    Customers.Key key = add(customer);
    assertThat(profiles.due()).containsExactly(key);
    assertThatThrownBy(this::readAll).isInstanceOf(TransientException.class);
    assertThat(profiles.due()).containsExactly(key);
  }
}
