package market.caravan.mailbox;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.mailbox.Inbox.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import market.caravan.CaravanException;
import market.caravan.Claims;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.nostr.EventJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what is due from the outbox and signs it. A customer's messages go out one after the other:
 * the next is due once a relay has the one before, or none wants it.
 */
@Repository
public class Dispatch {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  /** What makes a message one that nobody can ever sign, or read. */
  private static final Set<String> HOPELESS = Set.of("malformed-public-key", "malformed-event");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Signing signing;
  private final OurRelays relays;
  private final MailboxProperties properties;
  private final Instance instance;
  private final Clock clock;
  private volatile Instant nextRest = Instant.EPOCH;

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

  /**
   * All that is due, claimed and signed a few at a time while the iteration goes on: what no relay
   * has yet first, then what only some have.
   */
  public Iterator<Outgoing> claim() {
    return new Claims<>(() -> transaction.execute(status -> claimSome(clock.instant())));
  }

  /** Some of what is due; what can't be signed is not among it. */
  private Claims.Batch<Outgoing> claimSome(Instant now) {
    List<Due> due = new ArrayList<>(due("PENDING", now));
    if (due.size() < properties.claimSize()) {
      due.addAll(rest(now));
    }
    List<Outgoing> claimed =
        due.stream().map(row -> signed(row, now)).flatMap(Optional::stream).toList();
    if (!claimed.isEmpty()) {
      lease(claimed, now);
    }
    return new Claims.Batch<>(claimed, due.size() < properties.claimSize());
  }

  /** What only some relays have, asked for once a second: it comes due by time alone. */
  private List<Due> rest(Instant now) {
    if (now.isBefore(nextRest)) {
      return List.of();
    }
    List<Due> due = due("DELIVERED", now);
    if (due.size() < properties.claimSize()) {
      nextRest = now.plusSeconds(1);
    }
    return due;
  }

  /** Empty where it can't be signed, which is no reason to keep the others waiting. */
  private Optional<Outgoing> signed(Due row, Instant now) {
    try {
      return Optional.of(row.outgoing(signing.event(row, now), relays.all(), leasedUntil(now)));
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      putAside(row, e, now);
      return Optional.empty();
    }
  }

  /** As the database keeps it, to the microsecond. */
  private Instant leasedUntil(Instant now) {
    return now.plus(properties.lease()).truncatedTo(ChronoUnit.MICROS);
  }

  /** Dead if the message is at fault; if it is our key, an operator may mend it. */
  private void putAside(Due row, RuntimeException failure, Instant now) {
    boolean dead = failure instanceof PermanentException e && HOPELESS.contains(e.code());
    String reason =
        failure instanceof CaravanException ? failure.getMessage() : failure.getClass().getName();
    LOG.warn("Message {} of the outbox can't be signed: {}", row.seq(), reason);
    jdbc.sql(
            """
            UPDATE outbox SET error = :reason, tries = tries + 1,
              state = CASE WHEN :dead THEN 'DEAD' ELSE state END,
              due_at = CASE WHEN NOT :dead
                       THEN :now + make_interval(secs => power(2, least(tries, 5))) END
            WHERE seq = :seq
            """)
        .param("reason", reason)
        .param("dead", dead)
        .param("now", timestamp(now))
        .param("seq", row.seq())
        .update();
  }

  /**
   * Locked as they are now, and read as they were when the statement began: what another instance
   * has claimed in between, which counts a try more, is left for the next time.
   */
  private List<Due> due(String state, Instant now) {
    return jdbc.sql(
            """
            WITH due AS (
              SELECT seq, tries, due_at FROM outbox o
              WHERE state = :state AND due_at <= :now
                AND (leased_until IS NULL OR leased_until < :now)
                AND NOT (state = 'PENDING' AND EXISTS (
                  SELECT 1 FROM outbox before WHERE before.merchant_id = o.merchant_id
                  AND before.lane = o.lane AND before.state = 'PENDING' AND before.seq < o.seq))
              ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED)
            SELECT o.*, merchant.public_key AS merchant,
              (SELECT array_agg(d.relay) FROM outbox_delivery d WHERE d.event_id = o.event_id
               AND d.outcome IN ('ACCEPTED', 'REFUSED')) AS settled_relays
            FROM due JOIN outbox_signed o USING (seq, tries)
            JOIN merchant ON merchant.id = o.merchant_id ORDER BY due.due_at
            """)
        .param("state", state)
        .param("now", timestamp(now))
        .param("size", properties.claimSize())
        .query(Due::of)
        .list();
  }

  private void lease(List<Outgoing> claimed, Instant now) {
    jdbc.sql(
            """
            WITH signed AS (
              SELECT * FROM unnest(:seqs, :ids, :events, :times::timestamptz[])
                AS signed (seq, event_id, event, created_at)),
            claimed AS (
              UPDATE outbox SET maybe_sent = TRUE, tries = tries + 1,
                leased_until = :until, leased_by = :me,
                event_time = greatest(event_time, signed.created_at)
              FROM signed WHERE outbox.seq = signed.seq)
            INSERT INTO outbox_event (event_id, outbox_seq, created_at, signed_at, event)
            SELECT event_id, seq, created_at, :now, event FROM signed
            ON CONFLICT (event_id) DO NOTHING
            """)
        .param("now", timestamp(now))
        .param("until", timestamp(leasedUntil(now)))
        .param("me", instance.name())
        .param("seqs", numbers(claimed, Outgoing::seq))
        .param("ids", texts(claimed, sent -> sent.event().id().hex()))
        .param("events", texts(claimed, sent -> EventJson.write(sent.event())))
        .param("times", times(claimed, sent -> sent.event().createdAt()))
        .update();
  }

  /**
   * Gives back what this instance had claimed before it stopped; called before the routes start.
   */
  public void dropOwnLeases() {
    jdbc.sql(
            """
            UPDATE outbox SET leased_until = NULL, leased_by = NULL
            WHERE leased_by = :me AND due_at IS NOT NULL
            """)
        .param("me", instance.name())
        .update();
  }
}
