package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is filed, what waits, and what is history. */
class InboxIT extends MailboxTest {

  private final RelayCursors cursors =
      new RelayCursors(jdbc, inbox, () -> List.of(ONE, OTHER), clock);

  @Test
  void filesAMessageOnceAndCountsItUnreadOnce() {
    Incoming message = order("o-1", START, true);
    assertThat(file(message, 0, "o-1")).isEqualTo(Filing.FILED);
    assertThat(file(message, 0, "o-1")).isEqualTo(Filing.KNOWN);
    assertThat(isKnown(message.event().id(), merchant.pubkey())).isTrue();
    assertThat(jdbc.sql("SELECT unread_messages FROM customer").query(Integer.class).single())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsForNobodyWhoFilesTheSameInAnotherOrder(boolean reversed) {
    List<Read> messages =
        Stream.of(order("o-1", START, true), order("o-2", START, true))
            .sorted(Comparator.comparing(message -> message.event().id().hex()))
            .map(message -> new Read(message, 0, null))
            .toList();
    CompletableFuture<List<Filing>> others =
        new TransactionTemplate(new DataSourceTransactionManager(dataSource))
            .execute(
                transacted -> {
                  inbox.file(messages.subList(0, 1));
                  var filing =
                      CompletableFuture.supplyAsync(
                          () -> inbox.file(reversed ? messages.reversed() : messages));
                  awaitLockedOut();
                  assertThat(inbox.file(messages.subList(1, 2))).containsExactly(Filing.FILED);
                  return filing;
                });
    assertThat(others.join()).containsExactly(Filing.KNOWN, Filing.KNOWN);
  }

  @Test
  void letsAnOrderWaitUntilItsRelayIsReadToTheEnd() {
    Incoming early = order("o-1", START, false);
    assertThat(file(early, 0, "o-1")).isEqualTo(Filing.WAITING);
    assertThat(file(early, 0, "o-1")).isEqualTo(Filing.KNOWN);
    assertThat(inbox.ready()).isExhausted();

    cursors.caughtUp(merchant.pubkey(), ONE, 4);
    Incoming ready = inbox.ready().next();
    assertThat(ready.event()).isEqualTo(early.event());
    assertThat(file(ready, 0, "o-1")).isEqualTo(Filing.FILED);
    assertThat(inbox.ready()).isExhausted();
  }

  @Test
  void waitsNoLongerThanAMinuteForARelayThatNeverEnds() {
    file(order("o-1", START, false), 0, "o-1");
    clock.advance(Duration.ofSeconds(61));
    assertThat(inbox.ready()).hasNext();
  }

  @Test
  void leavesOrdersAsHistoryThatTheMerchantHasAnsweredElsewhere() {
    Incoming answer = said(merchant, "{\"id\":\"o-1\",\"type\":1}", START, true);
    file(answer, 1, "o-1");
    assertThat(file(order("o-1", START, true), 0, "o-1")).isEqualTo(Filing.HISTORY);
    assertThat(file(order("o-2", START, true), 0, "o-2")).isEqualTo(Filing.FILED);
  }

  @Test
  void tellsAnOrderThatComesTooLateFromOneBeforeOurTime() {
    Instant late = START.minus(Duration.ofDays(3));
    Instant beforeOurTime = START.minus(Duration.ofDays(31));
    assertThat(file(order("o-1", late, true), 0, "o-1")).isEqualTo(Filing.FILED_TOO_LATE);
    assertThat(file(order("o-2", beforeOurTime, true), 0, "o-2")).isEqualTo(Filing.HISTORY);
  }

  @Test
  void takesUpWhatWasBuried() {
    Incoming message = order("o-1", START, true);
    inbox.bury(message, new IllegalStateException("x"));
    assertThat(isKnown(message.event().id(), merchant.pubkey())).isFalse();
    assertThat(file(message, 0, "o-1")).isEqualTo(Filing.FILED);
    assertThat(jdbc.sql("SELECT unread_messages FROM customer").query(Integer.class).list())
        .as("who wrote what was buried is known, and counted once")
        .containsExactly(1);
  }

  @Test
  void buriesNothingThatHasHadItsEffect() {
    Incoming message = order("o-1", START, true);
    file(message, 0, "o-1");
    inbox.bury(message, new IllegalStateException("x"));
    assertThat(isKnown(message.event().id(), merchant.pubkey())).isTrue();
    assertThat(file(message, 0, "o-1")).isEqualTo(Filing.KNOWN);
  }

  @Test
  void letsANewMerchantsOrdersWaitUntilEveryRelayIsRead() {
    jdbc.sql("UPDATE merchant SET first_caught_up_at = NULL").update();
    cursors.caughtUp(merchant.pubkey(), ONE, 4);
    assertThat(file(order("o-1", START, true), 0, "o-1")).isEqualTo(Filing.WAITING);
    assertThat(inbox.ready()).isExhausted();

    file(said(merchant, "{\"id\":\"o-1\",\"type\":1}", START, false), 1, "o-1");
    cursors.caughtUp(merchant.pubkey(), OTHER, 4);
    assertThat(file(inbox.ready().next(), 0, "o-1")).isEqualTo(Filing.HISTORY);
    assertThat(file(order("o-2", START, true), 0, "o-2")).isEqualTo(Filing.FILED);
  }

  @Test
  void letsANewMerchantsOrdersWaitNoLongerThanAMinute() {
    jdbc.sql("UPDATE merchant SET first_caught_up_at = NULL").update();
    file(order("o-1", START, true), 0, "o-1");
    clock.advance(Duration.ofSeconds(61));
    assertThat(file(inbox.ready().next(), 0, "o-1")).isEqualTo(Filing.FILED);
  }

  @Test
  void takesAMerchantsOwnOrderForNoAnswer() {
    file(said(merchant, "{\"id\":\"o-1\",\"type\":0}", START, true), 0, "o-1");
    assertThat(file(order("o-1", START, true), 0, "o-1")).isEqualTo(Filing.FILED);
  }

  @Test
  void leavesOrdersOfAnInactiveMerchantWaiting() {
    jdbc.sql("UPDATE merchant SET active = FALSE").update();
    assertThat(file(order("o-1", START, true), 0, "o-1")).isEqualTo(Filing.WAITING);
    clock.advance(Duration.ofHours(1));
    assertThat(inbox.ready()).isExhausted();

    jdbc.sql("UPDATE merchant SET active = TRUE").update();
    assertThat(file(inbox.ready().next(), 0, "o-1")).isEqualTo(Filing.FILED);
  }
}
