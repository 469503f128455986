package market.caravan.order;

import static market.caravan.order.Orders.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import market.caravan.Claims;
import market.caravan.Instance;
import market.caravan.lightning.PaymentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the Lightning node is to be asked or told, claimed from the attempts with a lease. A claim
 * that comes to nothing, because the node is away or we were killed, is made again when its lease
 * is over.
 */
@Repository
public class NodeWork {

  private final JdbcClient jdbc;
  private final Attempts attempts;
  private final CheckoutProperties properties;
  private final Instance instance;
  private final Clock clock;

  NodeWork(
      JdbcClient jdbc,
      Attempts attempts,
      CheckoutProperties properties,
      Instance instance,
      Clock clock) {
    this.jdbc = jdbc;
    this.attempts = attempts;
    this.properties = properties;
    this.instance = instance;
    this.clock = clock;
  }

  /** Attempts that have a name and no invoice yet, claimed while the iteration goes on. */
  public Iterator<Attempt> invoicesToRequest() {
    return new Claims<>(() -> claim("state = 'NAMED' AND instruction IS NULL"));
  }

  /** Attempts that the node is to settle or to cancel, claimed while the iteration goes on. */
  public Iterator<Attempt> instructions() {
    return new Claims<>(() -> claim("instruction IS NOT NULL"));
  }

  private List<Attempt> claim(String what) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            UPDATE invoice SET leased_until = :until, leased_by = :me
            WHERE (order_seq, attempt) IN (
              SELECT order_seq, attempt FROM invoice
              WHERE due_at <= :now AND (leased_until IS NULL OR leased_until < :now) AND %s
              ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED)
            RETURNING *
            """
                .formatted(what))
        .param("now", timestamp(now))
        .param("until", timestamp(now.plus(properties.lease())))
        .param("me", instance.name())
        .param("size", properties.claimSize())
        .query(attempts::attempt)
        .list();
  }

  /** Payment hashes that are due to be looked up, a batch at a time; the pause grows with age. */
  public Iterator<List<PaymentHash>> lookUps() {
    return new Claims<>(
        () -> {
          List<PaymentHash> due = claimLookUps(clock.instant());
          return due.isEmpty() ? List.of() : List.of(due);
        });
  }

  private List<PaymentHash> claimLookUps(Instant now) {
    return jdbc
        .sql(
            """
            UPDATE invoice SET due_at = least(:now + least(greatest(:now - created_at, :first),
                :last), CASE WHEN expires_at > :now THEN expires_at END)
            WHERE (order_seq, attempt) IN (
              SELECT order_seq, attempt FROM invoice
              WHERE due_at <= :now AND state IN ('OPEN', 'HELD') AND instruction IS NULL
              ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED)
            RETURNING payment_hash
            """
                .replace(":first", "make_interval(secs => :first)")
                .replace(":last", "make_interval(secs => :last)"))
        .param("now", timestamp(now))
        .param("first", properties.firstLookUp().toSeconds())
        .param("last", properties.lastLookUp().toSeconds())
        .param("size", 10 * properties.claimSize())
        .query(String.class)
        .list()
        .stream()
        .map(PaymentHash::new)
        .toList();
  }

  /** Closes an attempt that the node was to cancel and says it has never heard of. */
  public void abandon(Attempt attempt) {
    jdbc.sql(
            """
            UPDATE invoice SET state = 'CANCELLED', instruction = NULL, due_at = NULL
            WHERE order_seq = :order AND attempt = :attempt AND state = 'NAMED'
            """)
        .param("order", attempt.orderSeq())
        .param("attempt", attempt.number())
        .update();
  }

  /** Decides that the node is to cancel what it keeps open past its expiry. */
  public void cancelOverdue() {
    Instant now = clock.instant();
    jdbc.sql(
            """
            UPDATE invoice SET instruction = 'CANCEL', due_at = :now
            WHERE state = 'OPEN' AND instruction IS NULL AND due_at IS NOT NULL
              AND expires_at < :overdue
            """)
        .param("now", timestamp(now))
        .param("overdue", timestamp(now.minus(properties.overdueGrace())))
        .update();
  }

  /** Orders whose attempt has waited too long for an invoice. */
  public List<Long> withoutInvoice() {
    return jdbc.sql(
            """
            SELECT order_seq FROM invoice
            WHERE state = 'NAMED' AND instruction IS NULL AND due_at IS NOT NULL
              AND created_at < :oldest
            LIMIT 1000
            """)
        .param("oldest", timestamp(clock.instant().minus(properties.invoiceWait())))
        .query(Long.class)
        .list();
  }

  /**
   * Gives back what this instance had claimed before it stopped; called before the routes start.
   */
  public void dropOwnLeases() {
    jdbc.sql("UPDATE invoice SET leased_until = NULL, leased_by = NULL WHERE leased_by = :me")
        .param("me", instance.name())
        .update();
  }
}
