package market.caravan.order;

import static market.caravan.order.Orders.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import market.caravan.Claims;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the Lightning node is to be asked or told, claimed from the attempts with a lease. A claim
 * that comes to nothing, because the node is away or we were killed, is made again when its lease
 * is over.
 */
@Repository
public class NodeWork {

  /** What one round of keeping the deadlines takes on at most. */
  private static final int ROUND = 1000;

  /** How many times as many are looked up at a time as are asked for: one call answers them all. */
  private static final int LOOK_UPS = 10;

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
    return claims("state = 'NAMED' AND instruction IS NULL");
  }

  /**
   * What the node is to be asked for.
   *
   * @throws PermanentException if its preimage was sealed under another master key
   */
  public InvoiceRequest request(Attempt attempt) {
    return new InvoiceRequest(
        attempt.paymentHash(),
        preimage(attempt),
        attempt.amount(),
        attempt.memo(),
        attempt.expiry());
  }

  /**
   * What makes a payment that is locked in ours.
   *
   * @throws PermanentException if it was sealed under another master key
   */
  public Preimage preimage(Attempt attempt) {
    return attempts.preimage(attempt);
  }

  /** Attempts that the node is to settle or to cancel, claimed while the iteration goes on. */
  public Iterator<Attempt> instructions() {
    return claims("instruction IS NOT NULL");
  }

  private Iterator<Attempt> claims(String what) {
    return new Claims<>(() -> Claims.Batch.of(claim(what), properties.claimSize()));
  }

  private List<Attempt> claim(String what) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            UPDATE invoice SET leased_until = :until, leased_by = :me,
              unanswered = unanswered + 1
            WHERE ctid = ANY (ARRAY (
              SELECT ctid FROM invoice
              WHERE due_at <= :now AND (leased_until IS NULL OR leased_until < :now) AND %s
              ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED))
            RETURNING *
            """
                .formatted(what))
        .param("now", timestamp(now))
        .param("until", timestamp(now.plus(properties.lease())))
        .param("me", instance.name())
        .param("size", properties.claimSize())
        .query(Attempts::attempt)
        .list();
  }

  /** Payment hashes that are due to be looked up, a batch at a time; the pause grows with age. */
  public Iterator<List<PaymentHash>> lookUps() {
    Instant begun = clock.instant(); // what comes due meanwhile is for the next round
    int size = LOOK_UPS * properties.claimSize();
    return new Claims<>(
        () -> {
          List<PaymentHash> due = claimLookUps(begun, size);
          return new Claims.Batch<>(due.isEmpty() ? List.of() : List.of(due), due.size() < size);
        });
  }

  private List<PaymentHash> claimLookUps(Instant now, int size) {
    return jdbc
        .sql(
            """
            UPDATE invoice SET due_at = least(:now + least(greatest(2 * (:now - created_at), :first),
                :last), CASE WHEN expires_at > :now THEN expires_at END)
            WHERE ctid = ANY (ARRAY (
              SELECT ctid FROM invoice
              WHERE due_at <= :now AND state IN ('OPEN', 'HELD') AND instruction IS NULL
              ORDER BY due_at LIMIT :size FOR UPDATE SKIP LOCKED))
            RETURNING payment_hash
            """
                .replace(":first", "make_interval(secs => :first)")
                .replace(":last", "make_interval(secs => :last)"))
        .param("now", timestamp(now))
        .param("first", properties.firstLookUp().toSeconds())
        .param("last", properties.lastLookUp().toSeconds())
        .param("size", size)
        .query(String.class)
        .list()
        .stream()
        .map(PaymentHash::new)
        .toList();
  }

  /**
   * What may be news among the answers: that an invoice is open was known when it was looked up.
   */
  public List<Invoice> news(List<Invoice> answers) {
    return answers.stream().filter(invoice -> invoice.state() != Invoice.State.OPEN).toList();
  }

  /**
   * Has what could not be looked up looked up again soon, however old it is. What somebody is
   * moving meanwhile needs no look-up.
   *
   * @return what the node has said of them: nothing
   */
  public List<Invoice> lookUpSoon(List<PaymentHash> missed) {
    jdbc.sql(
            """
            UPDATE invoice SET due_at = :soon
            WHERE ctid = ANY (ARRAY (
              SELECT ctid FROM invoice
              WHERE payment_hash = ANY (:hashes) AND due_at > :soon AND state IN ('OPEN', 'HELD')
              FOR UPDATE SKIP LOCKED))
            """)
        .param("soon", timestamp(clock.instant().plus(properties.firstLookUp())))
        .param("hashes", missed.stream().map(PaymentHash::hex).toArray(String[]::new))
        .update();
    return List.of();
  }

  /** Decides that the node is to cancel what it keeps open past its expiry. */
  public void cancelOverdue() {
    Instant now = clock.instant();
    jdbc.sql(
            """
            UPDATE invoice SET instruction = 'CANCEL', due_at = :now
            WHERE ctid = ANY (ARRAY (
              SELECT ctid FROM invoice
              WHERE state = 'OPEN' AND instruction IS NULL AND expires_at < :overdue
              ORDER BY expires_at LIMIT :size FOR UPDATE SKIP LOCKED))
            """)
        .param("size", ROUND)
        .param("now", timestamp(now))
        .param("overdue", timestamp(now.minus(properties.overdueGrace())))
        .update();
  }

  /** Orders whose attempt has waited too long for an invoice. */
  public List<Long> withoutInvoice() {
    return jdbc.sql(
            """
            SELECT order_seq FROM invoice
            WHERE state = 'NAMED' AND instruction IS NULL AND created_at < :oldest
            ORDER BY created_at LIMIT :size
            """)
        .param("oldest", timestamp(clock.instant().minus(properties.invoiceWait())))
        .param("size", ROUND)
        .query(Long.class)
        .list();
  }

  /**
   * Orders whose overdue invoice the node was told to cancel for an hour, as often as a lease lets
   * it be told, without an answer. Counted in tries, so that an hour without us is none.
   */
  public List<Long> withoutAnswer() {
    return jdbc.sql(
            """
            SELECT invoice.order_seq FROM invoice JOIN orders ON orders.seq = invoice.order_seq
            WHERE invoice.state = 'OPEN' AND invoice.instruction = 'CANCEL'
              AND invoice.unanswered > :tries AND orders.status = 'AWAITING_PAYMENT'
            LIMIT :size
            """)
        .param("tries", properties.nodeSilence().dividedBy(properties.lease()))
        .param("size", ROUND)
        .query(Long.class)
        .list();
  }

  /**
   * Takes up where this instance stopped, before the routes start: its claims are free again, and
   * every open invoice is looked up, for nobody listened meanwhile.
   */
  public void takeUp() {
    jdbc.sql(
            """
            UPDATE invoice SET leased_until = NULL, leased_by = NULL
            WHERE leased_by = :me
              AND (instruction IS NOT NULL OR state = 'NAMED' AND instruction IS NULL)
            """)
        .param("me", instance.name())
        .update();
    jdbc.sql(
            """
            UPDATE invoice SET due_at = :now
            WHERE ctid = ANY (ARRAY (
              SELECT ctid FROM invoice
              WHERE due_at > :now AND state IN ('OPEN', 'HELD') AND instruction IS NULL
              FOR UPDATE SKIP LOCKED))
            """)
        .param("now", timestamp(clock.instant()))
        .update();
  }
}
