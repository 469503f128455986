package market.caravan.order;

import static java.util.Comparator.comparing;
import static market.caravan.order.Orders.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import market.caravan.Claims;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Wallets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the Lightning nodes are to be asked or told, claimed from the attempts with a lease. A claim
 * that comes to nothing, because the node is away or we were killed, is made again when its lease
 * is over. Of a wallet that is away or busy nothing is claimed, so that no other one waits for it.
 */
@Repository
public class NodeWork {

  /** What one round of keeping the deadlines takes on at most. */
  private static final int ROUND = 1000;

  private static final String REQUESTS =
      """
      state = 'NAMED' AND instruction IS NULL AND (attempt = 1 OR NOT EXISTS (
        SELECT FROM invoice earlier WHERE earlier.order_seq = invoice.order_seq
          AND earlier.attempt < invoice.attempt AND earlier.state IN ('NAMED', 'OPEN', 'HELD')))
      """;
  private static final String INSTRUCTIONS = "instruction IS NOT NULL";
  private static final String NOT_OF = " AND wallet <> ALL (:wallets)";

  private final JdbcClient jdbc;
  private final Attempts attempts;
  private final Wallets wallets;
  private final CheckoutProperties properties;
  private final Instance instance;
  private final Clock clock;
  private final Map<String, List<String>> leftOut = new ConcurrentHashMap<>();

  NodeWork(
      JdbcClient jdbc,
      Attempts attempts,
      Wallets wallets,
      CheckoutProperties properties,
      Instance instance,
      Clock clock) {
    requireThatPaymentsCanBeHeld(properties, wallets);
    this.jdbc = jdbc;
    this.attempts = attempts;
    this.wallets = wallets;
    this.properties = properties;
    this.instance = instance;
    this.clock = clock;
  }

  private static void requireThatPaymentsCanBeHeld(CheckoutProperties properties, Wallets wallets) {
    List<String> cannot = properties.holdsPayments() ? wallets.thatHoldNothing() : List.of();
    if (!cannot.isEmpty()) {
      throw new PermanentException(
          "wallet-holds-nothing",
          "caravan.checkout.hold is always, but the nodes of these Lightning wallets make no hold"
              + " invoices: %s. Set it to never, or connect them to other nodes"
                  .formatted(String.join(", ", cannot)));
    }
  }

  /**
   * Attempts that have a name and no invoice yet, claimed while the iteration goes on. While an
   * earlier invoice of the order may still be paid, no other is asked for.
   */
  public Iterator<Attempt> invoicesToRequest() {
    return claims(REQUESTS);
  }

  /**
   * What the node is to be asked for.
   *
   * @throws PermanentException if its preimage was sealed under another master key
   */
  public InvoiceRequest request(Attempt attempt) {
    return new InvoiceRequest(
        attempt.paymentHash(),
        attempt.hold() ? null : preimage(attempt),
        attempt.amount(),
        attempt.memo(),
        attempt.expiry());
  }

  /** Whether the invoice has the payment hash that it was asked for. */
  public boolean isAsNamed(Attempt attempt, Invoice invoice) {
    return invoice.paymentHash().equals(attempt.paymentHash());
  }

  /**
   * What makes a payment that is locked in ours.
   *
   * @throws PermanentException if it was sealed under another master key
   */
  public Preimage preimage(Attempt attempt) {
    return attempts.preimage(attempt);
  }

  /**
   * Attempts that the node is to settle or to cancel, those first of which a payment is locked in;
   * claimed while the iteration goes on.
   */
  public Iterator<Attempt> instructions() {
    return claims(INSTRUCTIONS);
  }

  /** Whether a wallet is busy no more whose attempts were left out when they were last claimed. */
  public boolean canRequestMore() {
    return canClaimMore(REQUESTS);
  }

  /** The same of instructions. */
  public boolean canInstructMore() {
    return canClaimMore(INSTRUCTIONS);
  }

  private boolean canClaimMore(String what) {
    return leftOut.getOrDefault(what, List.of()).stream()
        .anyMatch(wallet -> wallets.node(wallet).readiness() != Readiness.BUSY);
  }

  private Iterator<Attempt> claims(String what) {
    return new Claims<>(() -> batch(what));
  }

  private Claims.Batch<Attempt> batch(String what) {
    List<String> away = wallets.that(Readiness.AWAY);
    List<String> busy = wallets.that(Readiness.BUSY);
    int size = wallets.batch(properties.claimSize());
    List<String> resting = Stream.concat(away.stream(), busy.stream()).toList();
    List<Attempt> claimed = claim(resting.isEmpty() ? what : what + NOT_OF, resting, size);
    leftOut.put(what, busy);
    return Claims.Batch.of(claimed, size);
  }

  private List<Attempt> claim(String what, List<String> named, int size) {
    Instant now = clock.instant();
    return jdbc
        .sql(
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
        .param("wallets", named.toArray(String[]::new))
        .param("now", timestamp(now))
        .param("until", timestamp(now.plus(properties.lease())))
        .param("me", instance.name())
        .param("size", size)
        .query(Attempts::attempt)
        .list()
        .stream()
        .sorted(comparing(attempt -> attempt.state() != Invoice.State.HELD))
        .toList();
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
    countSilence();
  }

  /** What would be asked of a node that is known to be away has no answer either. */
  private void countSilence() {
    List<String> away = wallets.that(Readiness.AWAY);
    if (!away.isEmpty()) {
      claim("instruction = 'CANCEL' AND state = 'OPEN' AND wallet = ANY (:wallets)", away, ROUND);
    }
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

  /** Frees what this instance had claimed when it was stopped; called before the routes start. */
  public void dropOwnLeases() {
    jdbc.sql(
            """
            UPDATE invoice SET leased_until = NULL, leased_by = NULL
            WHERE leased_by = :me
              AND (instruction IS NOT NULL OR state = 'NAMED' AND instruction IS NULL)
            """)
        .param("me", instance.name())
        .update();
  }
}
