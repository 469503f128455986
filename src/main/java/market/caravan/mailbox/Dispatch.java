package market.caravan.mailbox;

import static market.caravan.mailbox.Inbox.timestamp;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.Claims;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.relay.PublishOutcome;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what is due from the outbox, signs it and keeps what relays answered. A customer's messages
 * go out one after the other: the next is due once a relay has the one before, or none wants it.
 */
@Repository
public class Dispatch {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Signing signing;
  private final OurRelays relays;
  private final MailboxProperties properties;
  private final Instance instance;
  private final Clock clock;

  Dispatch(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Signing signing,
      OurRelays relays,
      MailboxProperties properties,
      Instance instance,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.signing = signing;
    this.relays = relays;
    this.properties = properties;
    this.instance = instance;
    this.clock = clock;
  }

  /** All that is due, claimed and signed a few at a time while the iteration goes on. */
  public Iterator<Outgoing> claim() {
    return new Claims<>(() -> transaction.execute(status -> claimSome(clock.instant())));
  }

  private List<Outgoing> claimSome(Instant now) {
    List<Outgoing> claimed =
        due(now).stream().map(row -> signed(row, now)).flatMap(Optional::stream).toList();
    if (!claimed.isEmpty()) {
      lease(claimed, now);
    }
    return claimed;
  }

  /** Empty where there is nobody to encrypt it for: such a row is dead, and no reason to stop. */
  private Optional<Outgoing> signed(Due row, Instant now) {
    try {
      return Optional.of(new Outgoing(row.seq(), signing.event(row, now), openRelays(row)));
    } catch (PermanentException e) {
      if (!e.code().equals("malformed-public-key")) {
        throw e;
      }
      bury(row, e);
      return Optional.empty();
    }
  }

  private void bury(Due row, PermanentException reason) {
    jdbc.sql("UPDATE outbox SET state = 'DEAD', due_at = NULL, error = :reason WHERE seq = :seq")
        .param("reason", reason.getMessage())
        .param("seq", row.seq())
        .update();
  }

  private List<URI> openRelays(Due row) {
    return relays.all().stream().filter(relay -> !row.settledRelays().contains(relay)).toList();
  }

  private List<Due> due(Instant now) {
    return jdbc.sql(
            """
            SELECT o.*, merchant.public_key AS merchant,
              (SELECT array_agg(d.relay) FROM outbox_delivery d WHERE d.outbox_seq = o.seq
               AND d.event_id = o.event_id AND d.outcome IN ('ACCEPTED', 'REFUSED'))
                 AS settled_relays
            FROM outbox o JOIN merchant ON merchant.id = o.merchant_id
            WHERE o.due_at <= :now AND (o.leased_until IS NULL OR o.leased_until < :now)
              AND NOT (o.state = 'PENDING' AND EXISTS (
                SELECT 1 FROM outbox before WHERE before.merchant_id = o.merchant_id
                AND before.lane = o.lane AND before.state = 'PENDING' AND before.seq < o.seq))
            ORDER BY o.due_at LIMIT :size FOR UPDATE OF o SKIP LOCKED
            """)
        .param("now", timestamp(now))
        .param("size", properties.claimSize())
        .query(Due::of)
        .list();
  }

  private void lease(List<Outgoing> claimed, Instant now) {
    jdbc.sql(
            """
            UPDATE outbox SET event_id = c.event_id, event = c.event, maybe_sent = TRUE,
              signed_at = CASE WHEN outbox.event_id = c.event_id THEN signed_at ELSE :now END,
              tries = tries + 1, leased_until = :until, leased_by = :me
            FROM unnest(:seqs, :ids, :events) AS c (seq, event_id, event)
            WHERE outbox.seq = c.seq
            """)
        .param("now", timestamp(now))
        .param("until", timestamp(now.plus(properties.lease())))
        .param("me", instance.name())
        .param("seqs", claimed.stream().map(Outgoing::seq).toArray(Long[]::new))
        .param("ids", claimed.stream().map(sent -> sent.event().id().hex()).toArray(String[]::new))
        .param("events", claimed.stream().map(Dispatch::json).toArray(String[]::new))
        .update();
  }

  private static String json(Outgoing sent) {
    return EventJson.write(sent.event());
  }

  /** Keeps what the relays answered, and when the message is next to be tried where. */
  public void record(Outgoing sent, Map<URI, PublishOutcome> outcomes) {
    Instant now = clock.instant();
    Verdict verdict = Verdict.of(outcomes);
    recordDeliveries(sent, outcomes, now);
    jdbc.sql(
            """
            UPDATE outbox SET leased_until = NULL, leased_by = NULL, error = :reason,
              maybe_sent = :maybe_sent OR state = 'DELIVERED',
              state = CASE WHEN state = 'DELIVERED' OR :accepted THEN 'DELIVERED'
                           WHEN :finished OR created_at < :oldest THEN 'DEAD' ELSE state END,
              due_at = CASE WHEN :finished OR created_at < :oldest THEN NULL
                       WHEN state = 'DELIVERED' OR :accepted
                         THEN :now + make_interval(secs => power(4, least(tries, 7)))
                       ELSE :now + make_interval(secs => power(2, least(tries - 1, 5))) END
            WHERE seq = :seq AND state IN ('PENDING', 'DELIVERED')
            """)
        .param("reason", verdict.reason())
        .param("maybe_sent", verdict.maybeSent())
        .param("accepted", verdict.accepted())
        .param("finished", verdict.finished())
        .param("oldest", timestamp(now.minus(properties.giveUpAfter())))
        .param("now", timestamp(now))
        .param("seq", sent.seq())
        .update();
  }

  private void recordDeliveries(Outgoing sent, Map<URI, PublishOutcome> outcomes, Instant now) {
    List<Map.Entry<URI, PublishOutcome>> answers = List.copyOf(outcomes.entrySet());
    jdbc.sql(
            """
            INSERT INTO outbox_delivery (outbox_seq, event_id, relay, outcome, reason, at)
            SELECT :seq, :event_id, relay, outcome, reason, :now
            FROM unnest(:relays, :outcomes, :reasons) AS o (relay, outcome, reason)
            ON CONFLICT (outbox_seq, event_id, relay) DO UPDATE
              SET outcome = excluded.outcome, reason = excluded.reason, at = excluded.at
              WHERE outbox_delivery.outcome <> 'ACCEPTED'
            """)
        .param("seq", sent.seq())
        .param("event_id", sent.event().id().hex())
        .param("now", timestamp(now))
        .param("relays", answers.stream().map(a -> a.getKey().toString()).toArray(String[]::new))
        .param(
            "outcomes",
            answers.stream().map(a -> Verdict.name(a.getValue())).toArray(String[]::new))
        .param("reasons", answers.stream().map(a -> a.getValue().reason()).toArray(String[]::new))
        .update();
  }

  /**
   * Gives back what this instance had claimed before it stopped; called before the routes start.
   */
  public void dropOwnLeases() {
    jdbc.sql("UPDATE outbox SET leased_until = NULL, leased_by = NULL WHERE leased_by = :me")
        .param("me", instance.name())
        .update();
  }
}
