package market.caravan.mailbox;

import static market.caravan.Columns.flags;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.mailbox.Inbox.timestamp;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Puts letters into the queues of their customers; what is known by its once-key is left out. */
  public void post(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    withdrawPaymentRequests(letters);
    insert(withoutWithdrawn(letters));
  }

  private void insert(List<Letter> letters) {
    jdbc.sql(
            """
            INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
                                order_seq, once_key, payment_request, state, created_at, due_at)
            SELECT merchant.id, customer, customer, :kind, type, text, '[]', not_before,
                   order_seq, once_key, payment_request, 'PENDING', :now, :now
            FROM unnest(:merchants, :customers, :types, :texts, :not_before::timestamptz[],
                        :orders, :once_keys, :payment_requests) WITH ORDINALITY
              AS letter (merchant, customer, type, text, not_before,
                        order_seq, once_key, payment_request, place)
            JOIN merchant ON merchant.public_key = letter.merchant ORDER BY place
            ON CONFLICT (merchant_id, once_key) WHERE once_key IS NOT NULL DO NOTHING
            """)
        .param("merchants", texts(letters, letter -> letter.merchant().hex()))
        .param("customers", texts(letters, letter -> letter.customer().hex()))
        .param("kind", DIRECT_MESSAGE)
        .param("types", letters.stream().map(Letter::type).toArray(Integer[]::new))
        .param("texts", texts(letters, Letter::text))
        .param("not_before", times(letters, Letter::notBefore))
        .param("orders", numbers(letters, Letter::orderSeq))
        .param("once_keys", texts(letters, Letter::onceKey))
        .param("payment_requests", flags(letters, Letter::requestsPayment))
        .param("now", timestamp(clock.instant()))
        .update();
  }

  /** Only what no relay can have: the answer may not overtake what is on its way. */
  private void withdrawPaymentRequests(List<Letter> letters) {
    List<Letter> withdrawing = letters.stream().filter(Letter::withdrawsPaymentRequest).toList();
    if (withdrawing.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE outbox SET state = 'DROPPED', due_at = NULL
            FROM unnest(:merchants, :customers, :orders) AS moved (merchant, customer, order_seq)
            JOIN merchant ON merchant.public_key = moved.merchant
            WHERE outbox.merchant_id = merchant.id AND lane = customer
              AND outbox.order_seq = moved.order_seq AND payment_request AND state = 'PENDING'
              AND NOT maybe_sent
            """)
        .param("merchants", texts(withdrawing, letter -> letter.merchant().hex()))
        .param("customers", texts(withdrawing, letter -> letter.customer().hex()))
        .param("orders", numbers(withdrawing, Letter::orderSeq))
        .update();
  }

  /** A payment request is not for what moves on within the same letters. */
  private static List<Letter> withoutWithdrawn(List<Letter> letters) {
    Set<Long> movedOn = new HashSet<>();
    List<Letter> kept = new ArrayList<>();
    for (Letter letter : letters.reversed()) {
      if (!(letter.requestsPayment() && movedOn.contains(letter.orderSeq()))) {
        kept.add(letter);
      }
      if (letter.withdrawsPaymentRequest()) {
        movedOn.add(letter.orderSeq());
      }
    }
    return kept.reversed();
  }

  /**
   * Puts into a customer's queue what the merchant themselves has written: plain text, younger than
   * what the customer wrote last.
   *
   * @return its row in the outbox
   */
  public long write(Customers.Key to, String text) {
    return jdbc.sql(
            """
            INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
                                state, created_at, due_at)
            VALUES (:merchant, :customer, :customer, :kind, -1, :text, '[]',
              coalesce((SELECT event_created_at FROM message
                        WHERE merchant_id = :merchant AND customer = :customer AND incoming
                        ORDER BY seq DESC LIMIT 1), 'epoch'),
              'PENDING', :now, :now)
            RETURNING seq
            """)
        .param("merchant", to.merchantId())
        .param("customer", to.customer().hex())
        .param("kind", DIRECT_MESSAGE)
        .param("text", text)
        .param("now", timestamp(clock.instant()))
        .query(Long.class)
        .single();
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
              SELECT o.seq FROM outbox o JOIN merchant ON merchant.id = merchant_id
              WHERE public_key = :merchant AND lane = :lane AND kind = :kind
                AND state <> 'PENDING' AND leased_until IS NULL AND event_time IS NOT NULL
              FOR UPDATE OF o),
            events AS (
              DELETE FROM outbox_event WHERE outbox_seq IN (SELECT seq FROM replaced)
              RETURNING event_id),
            deliveries AS (
              DELETE FROM outbox_delivery WHERE event_id IN (SELECT event_id FROM events))
            DELETE FROM outbox WHERE seq IN (SELECT seq FROM replaced)
            """)
        .param("merchant", merchant.hex())
        .param("lane", lane)
        .param("kind", kind)
        .update();
  }
}
