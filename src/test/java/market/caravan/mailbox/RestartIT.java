package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was claimed when we were killed, and what comes back to us. */
class RestartIT extends MailboxTest {

  @Test
  void goesOnAtOnceWithWhatItHadClaimedItself() {
    post("hello");
    Outgoing before = claim().getFirst();
    clock.advance(Duration.ofSeconds(1));
    assertThat(claim()).isEmpty();

    dispatch.dropOwnLeases();
    assertThat(claim()).extracting(Outgoing::event).containsExactly(before.event());
  }

  @Test
  void knowsItsOwnAnswersAgainWhenARelayBringsThem() {
    post("hello");
    Outgoing first = claim().getFirst();
    assertThat(isKnown(first.event().id(), merchant.pubkey())).isTrue();

    record(first, Map.of(ONE, NOT_SENT));
    clock.advance(Duration.ofMinutes(3));
    Outgoing anew = claim().getFirst();
    assertThat(anew.event().id()).isNotEqualTo(first.event().id());
    assertThat(isKnown(first.event().id(), merchant.pubkey())).isTrue();
    assertThat(isKnown(anew.event().id(), merchant.pubkey())).isTrue();
  }

  @Test
  void leavesAloneWhatAnotherInstanceHasClaimed() {
    post("hello");
    claim();
    jdbc.sql("UPDATE outbox SET leased_by = 'another'").update();
    dispatch.dropOwnLeases();
    assertThat(claim()).isEmpty();
  }
}
