package market.caravan.mailbox;

import static market.caravan.Columns.flags;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.mailbox.Inbox.timestamp;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import market.caravan.Rounds;
import market.caravan.nostr.relay.PublishOutcome;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what relays answered to the messages that {@link Dispatch} has claimed. */
@Repository
public class Deliveries {

  private final JdbcClient jdbc;
  private final MailboxProperties properties;
  private final Clock clock;

  Deliveries(JdbcClient jdbc, MailboxProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** Puts together what was sent and what became of it. */
  public Answered answered(Outgoing sent, Map<URI, PublishOutcome> outcomes) {
    return new Answered(sent, outcomes);
  }

  /**
   * Keeps what the relays answered, and when each message is next to be tried where. Where the
   * lease is over and the row another's, only that a relay has the message counts.
   *
   * @return whether another message was waiting behind one of these
   */
  public boolean record(List<Answered> answers) {
    boolean othersWait = false;
    for (List<Answered> round : Rounds.of(answers, answered -> answered.sent().seq())) {
      recordDeliveries(round);
      othersWait |= recordVerdicts(round).contains(true);
    }
    return othersWait;
  }

  private List<Boolean> recordVerdicts(List<Answered> answers) {
    Instant now = clock.instant();
    List<Verdict> verdicts = answers.stream().map(Answered::verdict).toList();
    List<Outgoing> sent = answers.stream().map(Answered::sent).toList();
    return jdbc.sql(
            """
            UPDATE outbox SET leased_until = NULL, leased_by = NULL, error = a.reason,
              maybe_sent = a.maybe_sent OR a.maybe_now OR state = 'DELIVERED',
              state = CASE WHEN state = 'DELIVERED' OR accepted THEN 'DELIVERED'
                           WHEN finished OR created_at < :oldest THEN 'DEAD' ELSE state END,
              due_at = CASE WHEN finished OR created_at < :oldest THEN NULL
                       WHEN state = 'DELIVERED' OR accepted
                         THEN :now + make_interval(secs => power(4, least(tries, 7)))
                       ELSE :now + make_interval(secs => power(2, least(tries - 1, 5))) END
            FROM unnest(:seqs, :claims::timestamptz[], :maybe_sent,
                        :accepted, :finished, :maybe_now, :reasons)
              AS a (seq, claim, maybe_sent, accepted, finished, maybe_now, reason)
            WHERE outbox.seq = a.seq AND state IN ('PENDING', 'DELIVERED')
              AND (leased_until = claim OR accepted)
            RETURNING EXISTS (SELECT FROM outbox behind WHERE behind.merchant_id = outbox.merchant_id
              AND behind.lane = outbox.lane AND behind.state = 'PENDING' AND behind.seq > a.seq)
            """)
        .param("seqs", numbers(sent, Outgoing::seq))
        .param("claims", times(sent, Outgoing::leasedUntil))
        .param("maybe_sent", flags(sent, Outgoing::maybeSent))
        .param("accepted", flags(verdicts, Verdict::accepted))
        .param("finished", flags(verdicts, Verdict::finished))
        .param("maybe_now", flags(verdicts, Verdict::maybeSent))
        .param("reasons", texts(verdicts, Verdict::reason))
        .param("oldest", timestamp(now.minus(properties.giveUpAfter())))
        .param("now", timestamp(now))
        .query(Boolean.class)
        .list();
  }

  /** One relay's answer to one message. */
  private record Delivered(Outgoing sent, URI relay, PublishOutcome outcome) {}

  /** Not of an event that was forgotten meanwhile: with it, its deliveries are deleted for good. */
  private void recordDeliveries(List<Answered> answers) {
    List<Delivered> delivered =
        answers.stream()
            .flatMap(
                answered ->
                    answered.outcomes().entrySet().stream()
                        .map(o -> new Delivered(answered.sent(), o.getKey(), o.getValue())))
            .toList();
    jdbc.sql(
            """
            INSERT INTO outbox_delivery (event_id, relay, outcome, reason, at)
            SELECT event_id, relay, outcome, reason, :now
            FROM unnest(:event_ids, :relays, :outcomes, :reasons)
              AS d (event_id, relay, outcome, reason)
            JOIN outbox_event USING (event_id)
            ON CONFLICT (event_id, relay) DO UPDATE
              SET outcome = excluded.outcome, reason = excluded.reason, at = excluded.at
              WHERE outbox_delivery.outcome <> 'ACCEPTED'
            """)
        .param("event_ids", texts(delivered, d -> d.sent().event().id().hex()))
        .param("relays", texts(delivered, d -> d.relay().toString()))
        .param("outcomes", texts(delivered, d -> Verdict.name(d.outcome())))
        .param("reasons", texts(delivered, d -> d.outcome().reason()))
        .param("now", timestamp(clock.instant()))
        .update();
  }
}
