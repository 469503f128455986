package market.caravan.mailbox;

import static market.caravan.mailbox.Inbox.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Pubkey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What we have to say, from the transaction that decided it until {@link Dispatch} sends it. */
@Repository
public class Outbox {

  /** NIP-04: an encrypted direct message. */
  static final int DIRECT_MESSAGE = 4;

  private final JdbcClient jdbc;
  private final Clock clock;

  Outbox(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Puts letters into the queue of their customer; one whose once-key is known is left out. */
  public void post(List<Letter> letters) {
    for (Letter letter : letters) {
      if (letter.withdrawsPaymentRequest()) {
        withdrawPaymentRequest(letter.orderSeq());
      }
      post(letter);
    }
  }

  /** Only what no relay can have: the answer may not overtake what is on its way. */
  private void withdrawPaymentRequest(long orderSeq) {
    jdbc.sql(
            """
            UPDATE outbox SET state = 'DROPPED', due_at = NULL
            WHERE order_seq = :order AND payment_request AND state = 'PENDING' AND NOT maybe_sent
            """)
        .param("order", orderSeq)
        .update();
  }

  private void post(Letter letter) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
                                order_seq, once_key, payment_request, state, created_at, due_at)
            SELECT id, :customer, :customer, :kind, :type, :content, '[]', :not_before,
                   :order, :once_key, :payment_request, 'PENDING', :now, :now
            FROM merchant WHERE public_key = :merchant
            ON CONFLICT (merchant_id, once_key) WHERE once_key IS NOT NULL DO NOTHING
            """)
        .param("merchant", letter.merchant().hex())
        .param("customer", letter.customer().hex())
        .param("kind", DIRECT_MESSAGE)
        .param("type", letter.type())
        .param("content", letter.text())
        .param("not_before", timestamp(letter.notBefore()))
        .param("order", letter.orderSeq())
        .param("once_key", letter.onceKey())
        .param("payment_request", letter.requestsPayment())
        .param("now", timestamp(now))
        .update();
  }

  /**
   * Puts a public event into the queue of what it is about. The events that it takes the place of,
   * those of its kind in its lane, are forgotten: relays that do not have them need them no more.
   *
   * @param lane names what it is about, whatever the event's kind
   * @param template its time is when the event before it was made: this one is made to be younger
   * @return the event's row in the outbox
   */
  public long publish(Pubkey merchant, String lane, EventTemplate template) {
    forgetReplaced(merchant, lane, template.kind());
    return jdbc.sql(
            """
            INSERT INTO outbox (merchant_id, lane, kind, type, content, tags, not_before,
                                state, created_at, due_at)
            SELECT id, :lane, :kind, -1, :content, :tags::jsonb, :not_before,
                   'PENDING', :now, :now
            FROM merchant WHERE public_key = :merchant RETURNING seq
            """)
        .param("merchant", merchant.hex())
        .param("lane", lane)
        .param("kind", template.kind())
        .param("content", template.content())
        .param("tags", Tags.toJson(template.tags()))
        .param("not_before", timestamp(template.createdAt()))
        .param("now", timestamp(clock.instant()))
        .query(Long.class)
        .single();
  }

  /** What is just being sent is left for the next time: its answers are still to be recorded. */
  private void forgetReplaced(Pubkey merchant, String lane, int kind) {
    jdbc.sql(
            """
            WITH replaced AS (
              SELECT seq FROM outbox JOIN merchant ON merchant.id = merchant_id
              WHERE public_key = :merchant AND lane = :lane AND kind = :kind
                AND event_created_at IS NOT NULL AND state <> 'PENDING' AND leased_until IS NULL
              FOR UPDATE OF outbox),
            answers AS (
              DELETE FROM outbox_delivery WHERE outbox_seq IN (SELECT seq FROM replaced))
            DELETE FROM outbox WHERE seq IN (SELECT seq FROM replaced)
            """)
        .param("merchant", merchant.hex())
        .param("lane", lane)
        .param("kind", kind)
        .update();
  }
}
