package market.caravan.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.junit.jupiter.api.Test;

/** What goes out, in which order, and what does not. */
class OutboxIT extends MailboxTest {

  @Test
  void sendsACustomersMessagesOneAfterTheOther() {
    post("first");
    post("second");
    List<Outgoing> claimed = claim();
    assertThat(texts(claimed)).containsExactly("first");
    assertThat(claim()).isEmpty();

    record(claimed.getFirst(), Map.of(ONE, ACCEPTED));
    assertThat(texts(claim())).containsExactly("second");
  }

  @Test
  void saysOnceWhatIsToBeSaidOnce() {
    postOnce("thanks", "autoreply:1");
    postOnce("thanks", "autoreply:1");
    assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single()).isEqualTo(1);
  }

  @Test
  void dropsAPaymentRequestThatHasNotGoneOutWhenTheOrderHasMovedOn() {
    outbox.post(List.of(letter(customer.pubkey(), "pay", START, null, 1)));
    outbox.post(List.of(letter(customer.pubkey(), "expired", START, null, 2)));
    assertThat(texts(claim())).containsExactly("expired");
  }

  @Test
  void buriesWhatAllRelaysRefuseForGoodAndGoesOn() {
    post("bad");
    post("next");
    record(claim().getFirst(), Map.of(ONE, BLOCKED));
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
  void leavesAClaimAloneThatCameAfterItsOwn() {
    post("hello");
    Outgoing late = claim().getFirst();
    clock.advance(properties.lease().plusSeconds(1));
    Outgoing newer = claim().getFirst();
    record(late, Map.of(ONE, NOT_SENT));
    clock.advance(Duration.ofSeconds(10));
    assertThat(claim()).isEmpty();

    record(newer, Map.of(ONE, UNANSWERED));
    clock.advance(Duration.ofMinutes(3));
    assertThat(claim().getFirst().event()).isEqualTo(newer.event());
  }

  @Test
  void hearsOfARelayThatHasTheMessageHoweverLate() {
    post("hello");
    Outgoing late = claim().getFirst();
    clock.advance(properties.lease().plusSeconds(1));
    claim();
    record(late, Map.of(ONE, ACCEPTED));
    assertThat(state()).isEqualTo("DELIVERED");
  }

  @Test
  void givesUpAfterADay() {
    post("hello");
    Outgoing sent = claim().getFirst();
    clock.advance(Duration.ofHours(25));
    record(sent, Map.of(ONE, NOT_SENT));
    assertThat(state()).isEqualTo("DEAD");
  }

  @Test
  void triesTheOtherRelaysOnceOneHasTheMessage() {
    post("hello");
    record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, UNANSWERED));
    assertThat(state()).isEqualTo("DELIVERED");
    clock.advance(Duration.ofMinutes(1));
    Outgoing rest = claim().getFirst();
    assertThat(rest.relays()).containsExactly(OTHER);
    record(rest, Map.of(OTHER, ACCEPTED));
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim()).isEmpty();
  }

  @Test
  void sendsOtherMerchantsMessagesWhileTheKeyOfOneDoesNotOpen() {
    String other = KeyPair.generate().pubkey().hex();
    jdbc.sql("UPDATE merchant SET public_key = :other").param("other", other).update();
    for (int i = 0; i < 2 * properties.claimSize(); i++) {
      unsignable(other);
    }
    jdbc.sql("INSERT INTO account VALUES ('b', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES ('n', 'b', :pubkey, '', true, '{}', now())
            """)
        .param("pubkey", merchant.pubkey().hex())
        .update();
    post("hello");
    assertThat(texts(claim())).containsExactly("hello");
    assertThat(claim()).isEmpty();

    jdbc.sql("DELETE FROM outbox WHERE merchant_id = 'n'").update();
    assertThat(
            jdbc.sql("SELECT DISTINCT state || ': ' || error FROM outbox")
                .query(String.class)
                .list())
        .containsExactly("PENDING: No such merchant");
    jdbc.sql("UPDATE merchant SET public_key = 'x' WHERE id = 'n'").update();
    jdbc.sql("UPDATE merchant SET public_key = :pubkey WHERE id = 'm'")
        .param("pubkey", merchant.pubkey().hex())
        .update();
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim()).hasSize(2 * properties.claimSize());
  }

  @Test
  void sendsWhatNoRelayHasBeforeWhatSomeHave() {
    post("half delivered");
    record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, NOT_SENT));
    clock.advance(Duration.ofMinutes(1));
    post("new");
    assertThat(texts(claim())).containsExactly("new", "half delivered");
  }

  @Test
  void letsNoAnswerOvertakeAPaymentRequestThatIsOnItsWay() {
    outbox.post(List.of(letter(customer.pubkey(), "pay", START, null, 1)));
    Outgoing underway = claim().getFirst();
    outbox.post(List.of(letter(customer.pubkey(), "paid", START, null, 2)));
    assertThat(claim()).isEmpty();

    record(underway, Map.of(ONE, ACCEPTED, OTHER, ACCEPTED));
    assertThat(texts(claim())).containsExactly("paid");
    assertThat(jdbc.sql("SELECT state FROM outbox ORDER BY seq").query(String.class).list())
        .containsExactly("DELIVERED", "PENDING");
  }

  @Test
  void dropsAPaymentRequestThatCameToNoRelay() {
    outbox.post(List.of(letter(customer.pubkey(), "pay", START, null, 1)));
    record(claim().getFirst(), Map.of(ONE, NOT_SENT, OTHER, NOT_SENT));
    outbox.post(List.of(letter(customer.pubkey(), "expired", START, null, 2)));
    assertThat(texts(claim())).containsExactly("expired");
  }

  @Test
  void keepsThePaymentRequestOfAnotherOrderOfTheCustomer() {
    outbox.post(List.of(letter(customer.pubkey(), "pay", START, null, 1)));
    outbox.post(
        List.of(
            new Letter(
                merchant.pubkey(),
                customer.pubkey(),
                2,
                "another order has expired",
                START,
                orderSeq("another"),
                null,
                false,
                true)));
    assertThat(texts(claim())).containsExactly("pay");
  }

  @Test
  void saysWhetherAnotherMessageToTheCustomerWaitsBehind() {
    post("one");
    post("two");
    assertThat(record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, ACCEPTED))).isTrue();
    assertThat(record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, ACCEPTED))).isFalse();
  }

  @Test
  void keepsARefusalWhenTheOrderMovesOn() {
    Letter refusal =
        new Letter(
            merchant.pubkey(), customer.pubkey(), 1, "no", START, orderSeq(), null, false, false);
    outbox.post(List.of(refusal, letter(customer.pubkey(), "paid", START, null, 2)));
    assertThat(texts(claim())).containsExactly("no");
  }

  @Test
  void letsAProductThatEveryRelayPutsOffKeepNoOtherWaiting() {
    publish("30018:mug", "mug");
    record(claim().getFirst(), Map.of(ONE, DEFERRED, OTHER, DEFERRED));
    publish("30018:pan", "pan");
    assertThat(contents(claim())).containsExactly("pan");
  }

  @Test
  void forgetsAnEventThatAYoungerOneReplaces() {
    publish("30018:mug", "5 left");
    Outgoing first = claim().getFirst();
    record(first, Map.of(ONE, ACCEPTED, OTHER, NOT_SENT));
    publish("30018:mug", "4 left");
    publish("30018:pan", "1 left");
    clock.advance(Duration.ofMinutes(1));
    assertThat(contents(claim())).containsExactly("4 left", "1 left");
    assertThat(jdbc.sql("SELECT count(*) FROM outbox_delivery").query(Integer.class).single())
        .isZero();
  }

  @Test
  void keepsWhatIsBeingSentUntilItsAnswersAreKnown() {
    publish("30018:mug", "5 left");
    record(claim().getFirst(), Map.of(ONE, ACCEPTED, OTHER, NOT_SENT));
    clock.advance(Duration.ofMinutes(1));
    Outgoing underway = claim().getFirst();
    publish("30018:mug", "4 left");
    record(underway, Map.of(OTHER, ACCEPTED));
    publish("30018:mug", "3 left");
    assertThat(jdbc.sql("SELECT content FROM outbox ORDER BY seq").query(String.class).list())
        .containsExactly("4 left", "3 left");
  }

  @Test
  void keepsNoAnswersToAnEventThatIsForgotten() {
    publish("30018:mug", "5 left");
    Outgoing late = claim().getFirst();
    jdbc.sql("DELETE FROM outbox_event").update();
    record(late, Map.of(ONE, ACCEPTED));
    assertThat(jdbc.sql("SELECT count(*) FROM outbox_delivery").query(Integer.class).single())
        .isZero();
  }

  private void publish(String lane, String content) {
    long unused =
        outbox.publish(
            merchant.pubkey(), lane, new EventTemplate(30018, START, List.of(), content));
  }

  private static List<String> contents(List<Outgoing> claimed) {
    return claimed.stream().map(sent -> sent.event().content()).toList();
  }

  private void unsignable(String merchantPubkey) {
    outbox.post(
        List.of(
            new Letter(
                new Pubkey(merchantPubkey),
                KeyPair.generate().pubkey(),
                -1,
                "lost",
                START,
                orderSeq(),
                null,
                false,
                false)));
  }
}
