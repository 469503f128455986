package market.caravan.order;

import static market.caravan.order.Orders.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The attempts' rows, in the transaction of their caller, who has locked the order. */
@Repository
class Attempts {

  private final JdbcClient jdbc;
  private final Vault vault;
  private final CheckoutProperties properties;
  private final Clock clock;

  Attempts(JdbcClient jdbc, Vault vault, CheckoutProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Names the first attempt of an order, so that the node can be asked for it any number of times.
   */
  void name(long orderSeq, OrderKey key, String wallet, Msat amount, Preimage preimage) {
    PaymentHash hash = preimage.hash();
    jdbc.sql(
            """
            INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, preimage_sealed,
              amount_msat, memo, expiry_s, state, created_at, due_at)
            VALUES (:order, 1, :wallet, :hash, :preimage, :amount, :memo, :expiry, 'NAMED',
              :now, :now)
            """)
        .param("order", orderSeq)
        .param("wallet", wallet)
        .param("hash", hash.hex())
        .param("preimage", vault.seal(preimage.bytes(), hash.hex()))
        .param("amount", amount.value())
        .param("memo", "Order '" + key.id() + "' for pubkey '" + key.customer() + "'")
        .param("expiry", properties.invoiceExpiry().toSeconds())
        .param("now", timestamp(clock.instant()))
        .update();
  }

  /** The order that this word moves; empty where the invoice is none of ours, or the word old. */
  Optional<Long> orderToMove(Invoice invoice) {
    return jdbc.sql(
            "SELECT order_seq FROM invoice WHERE payment_hash = :hash AND state = ANY (:before)")
        .param("hash", invoice.paymentHash().hex())
        .param("before", statesBefore(invoice.state()))
        .query(Long.class)
        .optional();
  }

  /** The order's current invoice: its newest attempt. */
  Optional<Attempt> current(long orderSeq) {
    return jdbc.sql(
            """
            SELECT * FROM invoice WHERE order_seq = :order ORDER BY attempt DESC LIMIT 1
            """)
        .param("order", orderSeq)
        .query(Attempts::attempt)
        .optional();
  }

  /**
   * Moves an attempt to what the node says of it, by compare-and-set.
   *
   * @return the attempt as it is now; empty where the word does not advance it
   */
  Optional<Attempt> advance(Invoice invoice) {
    return jdbc.sql(
            """
            UPDATE invoice SET state = :state, bolt11 = coalesce(:bolt11, bolt11),
              received_msat = :received, expires_at = :expires_at, settled_at = :settled_at,
              instruction = CASE WHEN :final THEN NULL ELSE instruction END, unanswered = 0,
              due_at = CASE WHEN :final THEN NULL ELSE cast(:next_look AS timestamptz) END,
              leased_until = NULL, leased_by = NULL
            WHERE payment_hash = :hash AND state = ANY (:before)
            RETURNING *
            """)
        .param("state", invoice.state().name())
        .param("bolt11", invoice.bolt11())
        .param("received", invoice.received().value())
        .param("expires_at", timestamp(invoice.expiresAt()))
        .param("settled_at", timestampOrNull(invoice.settledAt()))
        .param("final", invoice.state().isFinal())
        .param("next_look", timestamp(clock.instant().plus(properties.firstLookUp())))
        .param("hash", invoice.paymentHash().hex())
        .param("before", statesBefore(invoice.state()))
        .query(Attempts::attempt)
        .optional();
  }

  /** The states that one advances; a payment is heard even after its invoice was closed. */
  private static String[] statesBefore(Invoice.State state) {
    return switch (state) {
      case OPEN -> new String[] {"NAMED"};
      case HELD -> new String[] {"NAMED", "OPEN"};
      case CANCELLED, EXPIRED -> new String[] {"NAMED", "OPEN", "HELD"};
      case SETTLED -> new String[] {"NAMED", "OPEN", "HELD", "CANCELLED", "EXPIRED"};
    };
  }

  /** Decides that the node is to cancel the order's current invoice, unless its word is final. */
  void instructToCancel(long orderSeq) {
    jdbc.sql(
            """
            UPDATE invoice SET instruction = 'CANCEL', due_at = :now, leased_until = NULL
            WHERE order_seq = :order AND state IN ('NAMED', 'OPEN', 'HELD')
              AND instruction IS DISTINCT FROM 'SETTLE'
            """)
        .param("order", orderSeq)
        .param("now", timestamp(clock.instant()))
        .update();
  }

  static Attempt attempt(ResultSet row, int number) throws SQLException {
    PaymentHash hash = new PaymentHash(row.getString("payment_hash"));
    String instruction = row.getString("instruction");
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return new Attempt(
        row.getLong("order_seq"),
        row.getInt("attempt"),
        row.getString("wallet"),
        hash,
        new SealedPreimage(row.getBytes("preimage_sealed")),
        new Msat(row.getLong("amount_msat")),
        row.getString("memo"),
        Duration.ofSeconds(row.getLong("expiry_s")),
        row.getString("bolt11"),
        expiresAt == null ? null : expiresAt.toInstant(),
        instruction == null ? null : Attempt.Instruction.valueOf(instruction));
  }

  /**
   * The preimage that makes the attempt's invoice ours.
   *
   * @throws PermanentException if it was sealed under another master key
   */
  Preimage preimage(Attempt attempt) {
    byte[] sealed = attempt.preimage().bytes();
    return Preimage.of(vault.open(sealed, attempt.paymentHash().hex()));
  }

  private static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant instant) {
    return instant == null ? null : timestamp(instant);
  }
}
