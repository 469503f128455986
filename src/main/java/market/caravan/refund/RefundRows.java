package market.caravan.refund;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Order;
import market.caravan.order.RefundReason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The refunds' rows, in the transaction of their caller, who has locked the order. */
@Repository
class RefundRows {

  private static final int MOST_WAITING = 100;

  /** A refund with its live invoice and the hashes of those that have failed. */
  static final String COLUMNS =
      """
      r.*, i.payment_hash AS live_hash, i.bolt11 AS live_bolt11, i.expires_at AS live_expires_at,
        ARRAY (SELECT payment_hash FROM refund_invoice f
               WHERE f.refund_seq = r.seq AND f.state = 'FAILED' ORDER BY f.created_at) AS earlier
      """;

  static final String LIVE =
      " LEFT JOIN refund_invoice i ON i.refund_seq = r.seq AND i.state = 'LIVE' ";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM refund r" + LIVE;

  private final JdbcClient jdbc;
  private final Clock clock;

  RefundRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A payment of a customer's, and what of it goes back already.
   *
   * @param bolt11 the invoice of ours that was paid; null where it is not known
   */
  record Payment(Msat received, Msat goesBack, @Nullable String bolt11) {

    Msat rest() {
      return new Msat(Math.max(0, received.value() - goesBack.value()));
    }
  }

  /** Empty where the payment is of no invoice of ours. */
  Optional<Payment> payment(PaymentHash hash) {
    return jdbc.sql(
            """
            SELECT received_msat, bolt11,
              (SELECT coalesce(sum(amount_msat), 0) FROM refund WHERE payment_hash = :hash) AS back
            FROM invoice WHERE payment_hash = :hash
            """)
        .param("hash", hash.hex())
        .query(
            (row, number) ->
                new Payment(
                    new Msat(row.getLong("received_msat")),
                    new Msat(row.getLong("back")),
                    row.getString("bolt11")))
        .optional();
  }

  /** Whether money of the payment goes back for this reason already. */
  boolean isKnown(PaymentHash payment, RefundReason reason) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM refund
              WHERE payment_hash = :payment AND reason = :reason AND reason <> 'MERCHANT')
            """)
        .param("payment", payment.hex())
        .param("reason", reason.name())
        .query(Boolean.class)
        .single();
  }

  /**
   * Opens a refund.
   *
   * @param whole whether the order is refunded by it, unless it is by another one
   * @return its row; empty where there is one of this payment and reason
   */
  OptionalLong insert(
      Order order,
      PaymentHash payment,
      RefundReason reason,
      Msat amount,
      boolean whole,
      RefundState state) {
    return jdbc
        .sql(
            """
            INSERT INTO refund (order_seq, merchant_id, customer, payment_hash, wallet, reason,
              amount_msat, whole, state, ordered_at, due_at, created_at, updated_at)
            SELECT seq, merchant_id, public_key, :payment,
              (SELECT wallet FROM invoice WHERE payment_hash = :payment), :reason, :amount,
              :whole AND NOT EXISTS (SELECT FROM refund WHERE order_seq = :order AND whole),
              :state, least(event_created_at, placed_at), :due, :now, :now
            FROM orders WHERE seq = :order
            ON CONFLICT (payment_hash, reason) WHERE reason <> 'MERCHANT' DO NOTHING
            RETURNING seq
            """)
        .param("order", order.seq())
        .param("payment", payment.hex())
        .param("reason", reason.name())
        .param("amount", amount.value())
        .param("whole", whole)
        .param("state", state.name())
        .param("due", state == RefundState.DUE ? now() : null)
        .param("now", now())
        .query(Long.class)
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** The order of a merchant's refund; empty where they have no such refund. */
  OptionalLong orderOf(String merchantId, long seq) {
    return jdbc
        .sql("SELECT order_seq FROM refund WHERE merchant_id = :merchant AND seq = :seq")
        .param("merchant", merchantId)
        .param("seq", seq)
        .query(Long.class)
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** The refund, locked, as it stands once the lock is ours. */
  Refund lock(long seq) {
    jdbc.sql("SELECT seq FROM refund WHERE seq = :seq FOR UPDATE")
        .param("seq", seq)
        .query(Long.class)
        .single();
    return jdbc.sql(SELECT + "WHERE r.seq = :seq")
        .param("seq", seq)
        .query(RefundRows::refund)
        .single();
  }

  /** What waits for an invoice of the customer's, the oldest first; not locked. */
  List<Refund> waiting(Pubkey merchant, Pubkey customer) {
    return jdbc.sql(
            SELECT
                + """
                WHERE r.merchant_id = (SELECT id FROM merchant WHERE public_key = :merchant)
                  AND r.customer = :customer AND r.state = 'WAITS_FOR_INVOICE'
                ORDER BY r.seq LIMIT :most
                """)
        .param("merchant", merchant.hex())
        .param("customer", customer.hex())
        .param("most", MOST_WAITING)
        .query(RefundRows::refund)
        .list();
  }

  /** Whether an order of ours is paid by this hash. */
  boolean isOurs(PaymentHash hash) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM invoice WHERE payment_hash = :hash)")
        .param("hash", hash.hex())
        .query(Boolean.class)
        .single();
  }

  /** Stores the invoice that is to be sent; false where one of its hash was stored before. */
  boolean store(Refund refund, RefundInvoice invoice) {
    return jdbc.sql(
                """
                INSERT INTO refund_invoice (payment_hash, refund_seq, bolt11, expires_at, state,
                  created_at)
                VALUES (:hash, :refund, :bolt11, :expires, 'LIVE', :now)
                ON CONFLICT (payment_hash) DO NOTHING
                """)
            .param("hash", invoice.paymentHash().hex())
            .param("refund", refund.seq())
            .param("bolt11", invoice.bolt11())
            .param("expires", timestamp(invoice.expiresAt()))
            .param("now", now())
            .update()
        == 1;
  }

  /** The node says that it could not pay it; false where that is no news. */
  boolean failed(Refund refund, PaymentHash hash) {
    return jdbc.sql(
                """
                UPDATE refund_invoice SET state = 'FAILED'
                WHERE payment_hash = :hash AND refund_seq = :refund AND state = 'LIVE'
                """)
            .param("hash", hash.hex())
            .param("refund", refund.seq())
            .update()
        == 1;
  }

  /** The node says that it has paid it, whatever it said before; false where that is no news. */
  boolean paid(Refund refund, PaymentHash hash, Msat fee) {
    return jdbc.sql(
                """
                UPDATE refund_invoice SET state = 'PAID', fee_msat = :fee
                WHERE payment_hash = :hash AND refund_seq = :refund AND state <> 'PAID'
                """)
            .param("hash", hash.hex())
            .param("refund", refund.seq())
            .param("fee", fee.value())
            .update()
        == 1;
  }

  /**
   * Writes where the refund stands now; a claim of it is over.
   *
   * @param before where it stood when it was locked
   * @param wait until it is next worked at; ignored where there is nothing to work at
   */
  void move(
      Refund before, RefundState state, @Nullable String address, int failures, Duration wait) {
    boolean due = state == RefundState.DUE || state == RefundState.SENDING;
    int moved =
        jdbc.sql(
                """
                UPDATE refund SET state = :state, address = :address, failures = :failures,
                  unanswered = 0, due_at = :due, leased_until = NULL, leased_by = NULL,
                  updated_at = :now
                WHERE seq = :seq AND state = :before
                """)
            .param("state", state.name())
            .param("address", address)
            .param("failures", failures)
            .param("due", due ? timestamp(clock.instant().plus(wait)) : null)
            .param("now", now())
            .param("seq", before.seq())
            .param("before", before.state().name())
            .update();
    if (moved != 1) {
      throw new IllegalStateException("A refund is moved by whoever has locked it");
    }
  }

  /** Appends to the refund's history. */
  void remember(long seq, String event, RefundState state, @Nullable String detail) {
    jdbc.sql(
            """
            INSERT INTO refund_history (refund_seq, at, event, state, detail)
            VALUES (:seq, :now, :event, :state, :detail)
            """)
        .param("seq", seq)
        .param("now", now())
        .param("event", event)
        .param("state", state.name())
        .param("detail", detail)
        .update();
  }

  /** When the node last could not pay an invoice of the refund; empty where that never was. */
  Optional<Instant> lastFailure(long seq) {
    return jdbc.sql(
            """
            SELECT max(at) AS at FROM refund_history
            WHERE refund_seq = :seq AND event = 'PAYMENT_FAILED' HAVING count(*) > 0
            """)
        .param("seq", seq)
        .query((row, number) -> instant(row, "at"))
        .optional();
  }

  /** Whether nothing of the order is to go back any more. */
  boolean isAllSettled(long orderSeq) {
    return jdbc.sql(
            """
            SELECT NOT EXISTS (SELECT FROM refund
              WHERE order_seq = :order AND state NOT IN ('PAID', 'DECLINED'))
            """)
        .param("order", orderSeq)
        .query(Boolean.class)
        .single();
  }

  /** How often this has happened to the refund lately. */
  int count(long seq, String event, Duration lately) {
    return jdbc.sql(
            """
            SELECT count(*) FROM refund_history
            WHERE refund_seq = :seq AND event = :event AND at > :since
            """)
        .param("seq", seq)
        .param("event", event)
        .param("since", timestamp(clock.instant().minus(lately)))
        .query(Integer.class)
        .single();
  }

  private OffsetDateTime now() {
    return timestamp(clock.instant());
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Refund refund(ResultSet row, int number) throws SQLException {
    return new Refund(
        row.getLong("seq"),
        row.getLong("order_seq"),
        new Pubkey(row.getString("customer")),
        new PaymentHash(row.getString("payment_hash")),
        row.getString("wallet"),
        RefundReason.valueOf(row.getString("reason")),
        new Msat(row.getLong("amount_msat")),
        row.getBoolean("whole"),
        RefundState.valueOf(row.getString("state")),
        row.getString("address"),
        instant(row, "ordered_at"),
        row.getInt("failures"),
        row.getLong("claims"),
        row.getInt("unanswered"),
        live(row),
        Arrays.stream((String[]) row.getArray("earlier").getArray())
            .map(PaymentHash::new)
            .toList());
  }

  private static @Nullable RefundInvoice live(ResultSet row) throws SQLException {
    String hash = row.getString("live_hash");
    return hash == null
        ? null
        : new RefundInvoice(
            new PaymentHash(hash), row.getString("live_bolt11"), instant(row, "live_expires_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
