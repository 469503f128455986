package market.caravan.refund;

import static market.caravan.refund.RefundRows.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import market.caravan.Claims;
import market.caravan.Instance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is to be done about refunds, claimed with a lease. A claim that comes to nothing, because
 * the node is away or we were killed, is made again when its lease is over.
 */
@Repository
public class RefundWork {

  private final JdbcClient jdbc;
  private final RefundProperties properties;
  private final Instance instance;
  private final Clock clock;
  private final Payers payers;

  RefundWork(
      JdbcClient jdbc, RefundProperties properties, Instance instance, Clock clock, Payers payers) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.instance = instance;
    this.clock = clock;
    this.payers = payers;
  }

  /**
   * Refunds that are due, claimed while the iteration goes on; none of a wallet that can't pay now:
   * then no customer is asked for an invoice either.
   */
  public Iterator<Refund> due() {
    payers.warn();
    return new Claims<>(() -> Claims.Batch.of(claim(), properties.claimSize()));
  }

  private List<Refund> claim() {
    List<String> wallets = payers.thatPayNow();
    if (wallets.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    return jdbc.sql(
            """
            WITH claimed AS (
              UPDATE refund SET leased_until = :until, leased_by = :me, claims = claims + 1,
                unanswered = unanswered + 1
              WHERE seq = ANY (ARRAY (
                SELECT seq FROM refund
                WHERE due_at <= :now AND (leased_until IS NULL OR leased_until < :now)
                  AND wallet = ANY (:wallets)
                ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED))
              RETURNING *)
            SELECT %s FROM claimed r %s ORDER BY r.seq
            """
                .formatted(RefundRows.COLUMNS, RefundRows.LIVE))
        .param("now", timestamp(now))
        .param("until", timestamp(now.plus(properties.lease())))
        .param("me", instance.name())
        .param("size", properties.claimSize())
        .param("wallets", wallets.toArray(String[]::new))
        .query(RefundRows::refund)
        .list();
  }

  /**
   * Makes sure, right before an invoice is sent, that nobody else may send another one: the claim
   * still stands, and begins anew.
   *
   * @return false where somebody else may have claimed it meanwhile
   */
  boolean renew(Refund refund) {
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE refund SET leased_until = :until
                WHERE seq = :seq AND claims = :claim AND leased_until >= :now AND state = 'SENDING'
                """)
            .param("until", timestamp(now.plus(properties.lease())))
            .param("seq", refund.seq())
            .param("claim", refund.claim())
            .param("now", timestamp(now))
            .update()
        == 1;
  }

  /** Nothing came of the claim: it is over, and another one is made after a pause. */
  public void later(Refund refund) {
    Instant due = clock.instant().plus(properties.pause(refund.unanswered()));
    jdbc.sql(
            """
            UPDATE refund SET leased_until = NULL, leased_by = NULL, due_at = :due
            WHERE seq = :seq AND claims = :claim AND leased_until IS NOT NULL
            """)
        .param("due", timestamp(due))
        .param("seq", refund.seq())
        .param("claim", refund.claim())
        .update();
  }

  /** Frees what this instance had claimed when it was stopped; called before the routes start. */
  public void dropOwnLeases() {
    jdbc.sql("UPDATE refund SET leased_until = NULL, leased_by = NULL WHERE leased_by = :me")
        .param("me", instance.name())
        .update();
  }
}
