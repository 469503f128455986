package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;

/** Which event goes out, and with which time. */
class SigningIT extends MailboxTest {

  @Test
  void sendsTheSameEventAgainAsLongAsARelayMayHaveIt() {
    post("hello");
    Event first = claim().getFirst().event();
    clock.advance(Duration.ofMinutes(3)); // killed before any answer was recorded
    Outgoing again = claim().getFirst();
    assertThat(again.event()).isEqualTo(first);

    record(again, Map.of(ONE, UNANSWERED));
    clock.advance(Duration.ofMinutes(3));
    assertThat(claim().getFirst().event()).isEqualTo(first);
  }

  @Test
  void signsAnewWhatNoRelayCanHave() {
    post("hello");
    Outgoing first = claim().getFirst();
    record(first, Map.of(ONE, NOT_SENT, OTHER, NOT_SENT));
    clock.advance(Duration.ofMinutes(3));
    Event anew = claim().getFirst().event();
    assertThat(anew.id()).isNotEqualTo(first.event().id());
    assertThat(anew.createdAt()).isEqualTo(clock.instant());
    assertThat(isKnown(first.event().id(), merchant.pubkey())).isTrue();
  }

  @Test
  void answersLaterThanTheQuestionButNeverFarAhead() {
    post("soon", START.plusSeconds(60));
    assertThat(claim().getFirst().event().createdAt()).isEqualTo(START.plusSeconds(61));
    KeyPair other = KeyPair.generate();
    outbox.post(List.of(letter(other.pubkey(), "far", START.plus(Duration.ofDays(2)), null, -1)));
    assertThat(claim().getFirst().event().createdAt()).isEqualTo(START.plusSeconds(600));
  }

  @Test
  void neverSignsAnewWhatARelayMayHaveGotBeforeACrash() {
    post("hello");
    Event first = claim().getFirst().event(); // a relay stores it, and we are killed
    clock.advance(Duration.ofMinutes(3));
    record(claim().getFirst(), Map.of(ONE, NOT_SENT));
    clock.advance(Duration.ofMinutes(3));
    assertThat(claim().getFirst().event()).isEqualTo(first);
  }

  @Test
  void neverSignsAnewWhatARelayMayHaveGotBeforeTheRelaysWereKnown() {
    post("hello");
    Event first = claim().getFirst().event();
    clock.advance(Duration.ofMinutes(3));
    record(claim().getFirst(), Map.of());
    clock.advance(Duration.ofMinutes(3));
    assertThat(claim().getFirst().event()).isEqualTo(first);
  }

  @Test
  void neverSignsAnewWhatARelayDidNotAnswerToHoweverLongItIsAwayAfterwards() {
    post("hello");
    Outgoing first = claim().getFirst();
    record(first, Map.of(ONE, UNANSWERED));
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofMinutes(1));
      Outgoing again = claim().getFirst();
      assertThat(again.event()).isEqualTo(first.event());
      record(again, Map.of(ONE, NOT_SENT));
    }
  }

  @Test
  void signsAnewWhatEveryRelayThatGotItHasRefused() {
    post("hello");
    Outgoing first = claim().getFirst();
    record(first, Map.of(ONE, BLOCKED, OTHER, NOT_SENT));
    clock.advance(Duration.ofMinutes(1));
    Outgoing again = claim().getFirst();
    assertThat(again.event()).isEqualTo(first.event());
    assertThat(again.relays()).containsExactly(OTHER);
    record(again, Map.of(OTHER, NOT_SENT));

    clock.advance(Duration.ofMinutes(2));
    Outgoing anew = claim().getFirst();
    assertThat(anew.event().createdAt()).isEqualTo(clock.instant());
    assertThat(anew.relays()).containsExactly(ONE, OTHER);
  }

  @Test
  void saysEachThingLaterThanTheOneBeforeToACustomerWhoseClockIsAhead() {
    Instant question = START.plusSeconds(60);
    post("invoice", question);
    clock.advance(Duration.ofSeconds(20));
    post("paid", question);
    post("an older order", START.minusSeconds(9));
    assertThat(sent().createdAt()).isEqualTo(question.plusSeconds(1));
    assertThat(sent().createdAt()).isEqualTo(question.plusSeconds(2));
    assertThat(sent().createdAt()).isEqualTo(question.plusSeconds(3));
    assertThat(shownTimes()).isEqualTo(List.of(61L, 62L, 63L));
  }

  @Test
  void saysWhatWasPutAsideLaterThanTheOneBeforeToo() {
    Instant question = START.plusSeconds(60);
    post("invoice", question);
    assertThat(sent().createdAt()).isEqualTo(question.plusSeconds(1));
    post("an older order", START.minusSeconds(9));
    jdbc.sql("UPDATE outbox SET tries = tries + 1 WHERE state = 'PENDING'").update();
    assertThat(sent().createdAt()).isEqualTo(question.plusSeconds(2));
  }

  @Test
  void saysThingsAtTheSameTimeRatherThanFarAhead() {
    post("one", START.plus(Duration.ofDays(1)));
    post("two", START.plus(Duration.ofDays(1)));
    assertThat(sent().createdAt()).isEqualTo(START.plusSeconds(600));
    assertThat(sent().createdAt()).isEqualTo(START.plusSeconds(600));
    assertThat(shownTimes()).isEqualTo(List.of(600L, 600L));
  }

  private Event sent() {
    Outgoing next = claim().getFirst();
    record(next, Map.of(ONE, ACCEPTED, OTHER, ACCEPTED));
    return next.event();
  }

  /** As the conversation shows them, in seconds after the start. */
  private List<Long> shownTimes() {
    return jdbc
        .sql(
            """
            SELECT extract(epoch FROM event_created_at)::bigint FROM direct_message
            ORDER BY outbox_seq
            """)
        .query(Long.class)
        .list()
        .stream()
        .map(time -> time - START.getEpochSecond())
        .toList();
  }
}
