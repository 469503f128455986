package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.Instance;
import market.caravan.PostgresTest;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.relay.PublishOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class MailboxIT extends PostgresTest {

  private static final URI ONE = URI.create("ws://one.example");
  private static final URI OTHER = URI.create("ws://other.example");
  private static final Instant START = Instant.parse("2026-05-06T07:08:09Z");

  private static final PublishOutcome ACCEPTED =
      new PublishOutcome(PublishOutcome.Kind.ACCEPTED, "", false);
  private static final PublishOutcome NOT_SENT =
      new PublishOutcome(PublishOutcome.Kind.NOT_SENT, "away", false);
  private static final PublishOutcome UNANSWERED =
      new PublishOutcome(PublishOutcome.Kind.UNANSWERED, "silent", false);
  private static final PublishOutcome BLOCKED =
      new PublishOutcome(PublishOutcome.Kind.REFUSED, "blocked: no", true);

  private final KeyPair merchant = KeyPair.generate();
  private final KeyPair customer = KeyPair.generate();
  private final MovableClock clock = new MovableClock();
  private final MailboxProperties properties =
      new MailboxProperties(
          Duration.ofDays(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofDays(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          50);
  private final Inbox inbox = new Inbox(jdbc, properties, clock);
  private final Outbox outbox = new Outbox(jdbc, clock);
  private final Dispatch dispatch =
      new Dispatch(
          jdbc,
          new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
          new Signing(
              pubkey -> Optional.of(merchant).filter(keys -> keys.pubkey().equals(pubkey)),
              properties),
          () -> List.of(ONE, OTHER),
          properties,
          new Instance("test"),
          clock);

  @BeforeEach
  void openAccount() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              first_caught_up_at, created_at)
            VALUES ('m', 'a', :pubkey, '', true, '{}', :start, :start)
            """)
        .param("pubkey", merchant.pubkey().hex())
        .param("start", START.minus(Duration.ofDays(30)).atOffset(ZoneOffset.UTC))
        .update();
  }

  @Test
  void filesAMessageOnceAndCountsItUnreadOnce() {
    Incoming message = order("o-1", START, true);
    assertThat(inbox.file(message, 0, "o-1")).isEqualTo(Filing.FILED);
    assertThat(inbox.file(message, 0, "o-1")).isEqualTo(Filing.KNOWN);
    assertThat(inbox.isKnown(message.event().id(), merchant.pubkey())).isTrue();
    assertThat(jdbc.sql("SELECT unread_messages FROM customer").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test
  void letsAnOrderWaitUntilItsRelayIsReadToTheEnd() {
    Incoming early = order("o-1", START, false);
    assertThat(inbox.file(early, 0, "o-1")).isEqualTo(Filing.WAITING);
    assertThat(inbox.file(early, 0, "o-1")).isEqualTo(Filing.KNOWN);
    assertThat(inbox.ready()).isExhausted();

    new RelayCursors(jdbc, inbox, clock).caughtUp(merchant.pubkey(), ONE, 4);
    Incoming ready = inbox.ready().next();
    assertThat(ready.event()).isEqualTo(early.event());
    assertThat(inbox.file(ready, 0, "o-1")).isEqualTo(Filing.FILED);
    assertThat(inbox.ready()).isExhausted();
  }

  @Test
  void waitsNoLongerThanAMinuteForARelayThatNeverEnds() {
    inbox.file(order("o-1", START, false), 0, "o-1");
    clock.advance(Duration.ofSeconds(61));
    assertThat(inbox.ready()).hasNext();
  }

  @Test
  void leavesOrdersAsHistoryThatTheMerchantHasAnsweredElsewhere() {
    Incoming answer = said(merchant, "{\"id\":\"o-1\",\"type\":1}", START, true);
    inbox.file(answer, 1, "o-1");
    assertThat(inbox.file(order("o-1", START, true), 0, "o-1")).isEqualTo(Filing.HISTORY);
    assertThat(inbox.file(order("o-2", START, true), 0, "o-2")).isEqualTo(Filing.FILED);
  }

  @Test
  void tellsAnOrderThatComesTooLateFromOneBeforeOurTime() {
    Instant late = START.minus(Duration.ofDays(3));
    Instant beforeOurTime = START.minus(Duration.ofDays(31));
    assertThat(inbox.file(order("o-1", late, true), 0, "o-1")).isEqualTo(Filing.FILED_TOO_LATE);
    assertThat(inbox.file(order("o-2", beforeOurTime, true), 0, "o-2")).isEqualTo(Filing.HISTORY);
  }

  @Test
  void takesUpWhatWasBuried() {
    Incoming message = order("o-1", START, true);
    inbox.bury(message, new IllegalStateException("x"));
    assertThat(inbox.isKnown(message.event().id(), merchant.pubkey())).isFalse();
    assertThat(inbox.file(message, 0, "o-1")).isEqualTo(Filing.FILED);
  }

  @Test
  void sendsACustomersMessagesOneAfterTheOther() {
    post("first");
    post("second");
    List<Outgoing> claimed = claim();
    assertThat(texts(claimed)).containsExactly("first");
    assertThat(claim()).isEmpty();

    dispatch.record(claimed.getFirst(), Map.of(ONE, ACCEPTED));
    assertThat(texts(claim())).containsExactly("second");
  }

  @Test
  void saysOnceWhatIsToBeSaidOnce() {
    postOnce("thanks", "autoreply:1");
    postOnce("thanks", "autoreply:1");
    assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single()).isEqualTo(1);
  }

  @Test
  void sendsTheSameEventAgainAsLongAsARelayMayHaveIt() {
    post("hello");
    Event first = claim().getFirst().event();
    clock.advance(Duration.ofMinutes(3)); // killed before any answer was recorded
    Outgoing again = claim().getFirst();
    assertThat(again.event()).isEqualTo(first);

    dispatch.record(again, Map.of(ONE, UNANSWERED));
    clock.advance(Duration.ofMinutes(3));
    assertThat(claim().getFirst().event()).isEqualTo(first);
  }

  @Test
  void signsAnewWhatNoRelayCanHave() {
    post("hello");
    Outgoing first = claim().getFirst();
    dispatch.record(first, Map.of(ONE, NOT_SENT, OTHER, NOT_SENT));
    clock.advance(Duration.ofMinutes(3));
    Event anew = claim().getFirst().event();
    assertThat(anew.id()).isNotEqualTo(first.event().id());
    assertThat(anew.createdAt()).isEqualTo(clock.instant());
    assertThat(inbox.isKnown(first.event().id(), merchant.pubkey())).isTrue();
  }

  @Test
  void triesTheOtherRelaysOnceOneHasTheMessage() {
    post("hello");
    dispatch.record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, UNANSWERED));
    assertThat(state()).isEqualTo("DELIVERED");
    clock.advance(Duration.ofMinutes(1));
    Outgoing rest = claim().getFirst();
    assertThat(rest.relays()).containsExactly(OTHER);
    dispatch.record(rest, Map.of(OTHER, ACCEPTED));
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim()).isEmpty();
  }

  @Test
  void buriesWhatAllRelaysRefuseForGoodAndGoesOn() {
    post("bad");
    post("next");
    dispatch.record(claim().getFirst(), Map.of(ONE, BLOCKED));
    assertThat(jdbc.sql("SELECT state FROM outbox ORDER BY seq").query(String.class).list())
        .containsExactly("DEAD", "PENDING");
    assertThat(texts(claim())).containsExactly("next");
  }

  @Test
  void buriesWhatNobodyCanReadAndGoesOn() {
    Pubkey nobody = new Pubkey("f".repeat(64)); // larger than the field: no point of the curve
    outbox.post(List.of(letter(nobody, "lost", START, null, -1)));
    post("hello");
    assertThat(texts(claim())).containsExactly("hello");
    assertThat(jdbc.sql("SELECT state FROM outbox ORDER BY seq").query(String.class).list())
        .containsExactly("DEAD", "PENDING");
  }

  @Test
  void givesUpAfterADay() {
    post("hello");
    Outgoing sent = claim().getFirst();
    clock.advance(Duration.ofHours(25));
    dispatch.record(sent, Map.of(ONE, NOT_SENT));
    assertThat(state()).isEqualTo("DEAD");
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
  void dropsAPaymentRequestThatHasNotGoneOutWhenTheOrderHasMovedOn() {
    outbox.post(List.of(letter(customer.pubkey(), "pay", START, null, 1)));
    outbox.post(List.of(letter(customer.pubkey(), "expired", START, null, 2)));
    assertThat(texts(claim())).containsExactly("expired");
  }

  private void post(String text) {
    postOnce(text, null);
  }

  private void postOnce(String text, @org.jspecify.annotations.Nullable String onceKey) {
    outbox.post(List.of(letter(customer.pubkey(), text, START.minusSeconds(5), onceKey, -1)));
  }

  private void post(String text, Instant notBefore) {
    outbox.post(List.of(letter(customer.pubkey(), text, notBefore, null, -1)));
  }

  private Letter letter(
      Pubkey to,
      String text,
      Instant notBefore,
      @org.jspecify.annotations.Nullable String onceKey,
      int type) {
    return new Letter(merchant.pubkey(), to, type, text, notBefore, orderSeq(), onceKey, type == 2);
  }

  private long orderSeq() {
    return jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, extra_data,
              total_msat, placed_at)
            VALUES ('m', 'o', 'c', 'pub', 'e', now(), 'PLACED', '', '{}', '[]', '{}', 0, now())
            ON CONFLICT (merchant_id, public_key, id) DO UPDATE SET id = excluded.id RETURNING seq
            """)
        .query(Long.class)
        .single();
  }

  private List<Outgoing> claim() {
    List<Outgoing> claimed = new ArrayList<>();
    for (Iterator<Outgoing> claims = dispatch.claim(); claims.hasNext(); ) {
      claimed.add(claims.next());
    }
    return claimed;
  }

  private List<String> texts(List<Outgoing> claimed) {
    return claimed.stream()
        .map(o -> Nip04.decrypt(customer, merchant.pubkey(), o.event().content()))
        .toList();
  }

  private String state() {
    return jdbc.sql("SELECT state FROM outbox").query(String.class).single();
  }

  private Incoming order(String id, Instant createdAt, boolean caughtUp) {
    return said(customer, "{\"id\":\"" + id + "\",\"type\":0}", createdAt, caughtUp);
  }

  private Incoming said(KeyPair author, String text, Instant createdAt, boolean caughtUp) {
    boolean fromCustomer = author.equals(customer);
    Event event = author.sign(new EventTemplate(4, createdAt, List.of(), text));
    return new Incoming(
        merchant.pubkey(),
        customer.pubkey(),
        fromCustomer,
        text,
        event,
        ONE.toString(),
        clock.instant(),
        caughtUp);
  }

  private static final class MovableClock extends Clock {

    private Instant now = START;

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
