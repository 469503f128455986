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
  void remembersThatARelayHasAMessageWhateverIsSaidLater() {
    post("hello");
    Outgoing late = claim().getFirst();
    clock.advance(properties.lease().plusSeconds(1));
    record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, UNANSWERED));
    record(late, Map.of(ONE, UNANSWERED));

    clock.advance(Duration.ofHours(1));
    assertThat(claim().getFirst().relays()).containsExactly(OTHER);
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
