package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackPressureTest {

  private static final int FLOOD = 3_000;

  private final KeyPair merchant = KeyPair.generate();
  private final List<KeyPair> customers =
      IntStream.range(0, 20).mapToObj(i -> KeyPair.generate()).toList();
  private final MemoryJournal journal = new MemoryJournal();
  private final ScriptedRelay relay = new ScriptedRelay();
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.systemUTC(), RelayListener.NONE);

  @AfterEach
  void stop() {
    pool.close();
    relay.close();
  }

  private Event flood(int number) {
    return Messages.message(
        customers.get(number % customers.size()),
        merchant.pubkey(),
        NOON.plusSeconds(number),
        "%05d ".formatted(number) + "x".repeat(2_000));
  }

  @Test
  void holdsAFloodAtTheSocketAndLosesNothingOfIt() {
    journal.accounts.add(merchant.pubkey());
    Intake intake = pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(relay.url()));
    await().until(() -> pool.status().getFirst().caughtUp());
    journal.away.set(true);

    IntStream.range(0, FLOOD).mapToObj(this::flood).forEach(relay::broadcast);
    await().until(() -> intake.pending() == QuickSettings.INTAKE.maxBuffered());
    await()
        .during(Duration.ofSeconds(1))
        .until(
            () ->
                intake.pending() <= QuickSettings.INTAKE.maxBuffered()
                    && pool.status().getFirst().received()
                        <= QuickSettings.INTAKE.maxBuffered() + 10);
    assertThat(pool.status().getFirst().connected()).isTrue();
    journal.away.set(false);

    await().atMost(Duration.ofSeconds(60)).until(() -> journal.inbox.size() == FLOOD);
    for (KeyPair customer : customers) {
      assertThat(journal.inbox)
          .filteredOn(received -> received.event().pubkey().equals(customer.pubkey()))
          .extracting(received -> received.event().content())
          .isSorted();
    }
  }

  @Test
  void holdsAtTheSocketWhatIsTooMuchForTheMemory() {
    IntakeSettings tight = QuickSettings.holding(50_000);
    journal.accounts.add(merchant.pubkey());
    Intake intake = pool.read(Set.of(4), tight, journal, journal);
    pool.start(List.of(relay.url()));
    await().until(() -> pool.status().getFirst().caughtUp());
    journal.away.set(true);

    IntStream.range(0, 50).mapToObj(this::flood).forEach(relay::broadcast);
    int room = tight.maxBufferedBytes() / Weight.of(flood(0));
    await().until(() -> intake.pending() == room);
    await().during(Duration.ofMillis(300)).until(() -> intake.pending() == room);
    journal.away.set(false);

    await().until(() -> journal.inbox.size() == 50);
  }

  @Test
  void publishesWhileIntakeIsHeldUp() throws Exception {
    journal.accounts.add(merchant.pubkey());
    pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(relay.url()));
    await().until(() -> pool.status().getFirst().caughtUp());
    journal.away.set(true);
    IntStream.range(0, 500).mapToObj(this::flood).forEach(relay::broadcast);

    Event reply =
        Messages.message(merchant, customers.getFirst().pubkey(), NOON, "here is your invoice");

    assertThat(pool.publish(reply, List.of(relay.url())).get().values())
        .allMatch(PublishOutcome::isAccepted);
    journal.away.set(false);
  }
}
