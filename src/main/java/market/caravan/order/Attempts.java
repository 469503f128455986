package market.caravan.order;

import static java.util.stream.Collectors.toMap;
import static market.caravan.Columns.flags;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.order.Orders.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * Names attempts, so that the node can be asked for them any number of times.
   *
   * @param names of different orders
   */
  void name(List<NewAttempt> names) {
    if (names.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, preimage_sealed,
              amount_msat, memo, expiry_s, hold, state, created_at, due_at)
            SELECT seq, attempt, wallet, hash, preimage, amount, memo, :expiry, :hold, 'NAMED',
              :now, :now
            FROM unnest(:orders, :attempts, :wallets, :hashes, :preimages, :amounts, :memos)
              AS name (seq, attempt, wallet, hash, preimage, amount, memo)
            """)
        .param("orders", numbers(names, NewAttempt::orderSeq))
        .param("attempts", names.stream().map(NewAttempt::number).toArray(Integer[]::new))
        .param("wallets", texts(names, NewAttempt::wallet))
        .param("hashes", texts(names, name -> name.preimage().hash().hex()))
        .param("preimages", names.stream().map(this::sealed).toArray(byte[][]::new))
        .param("amounts", numbers(names, name -> name.amount().value()))
        .param("memos", texts(names, NewAttempt::memo))
        .param("expiry", properties.invoiceExpiry().toSeconds())
        .param("hold", properties.holdsPayments())
        .param("now", timestamp(clock.instant()))
        .update();
  }

  private byte[] sealed(NewAttempt name) {
    return vault.seal(name.preimage().bytes(), name.preimage().hash().hex());
  }

  /** Keeps with the order's current attempt what it was quoted: another comes in its place. */
  void supersede(long orderSeq) {
    jdbc.sql(
            """
            UPDATE invoice SET quote = orders.extra_data, shipping_id = orders.shipping_id
            FROM orders WHERE orders.seq = :order AND order_seq = orders.seq
              AND payment_hash = orders.invoice_id
            """)
        .param("order", orderSeq)
        .update();
  }

  /**
   * The orders that these words move, by payment hash; an invoice that is none of ours, or of which
   * the word is old, is not among them.
   */
  Map<PaymentHash, Long> ordersToMove(List<Invoice> invoices) {
    Map<PaymentHash, Long> orders = new HashMap<>();
    jdbc.sql(
            """
            SELECT invoice.payment_hash, order_seq FROM invoice
            JOIN unnest(:hashes, :befores) AS word (hash, before) ON payment_hash = hash
            WHERE state = ANY (string_to_array(before, ' '))
            """)
        .param("hashes", texts(invoices, invoice -> invoice.paymentHash().hex()))
        .param("befores", texts(invoices, invoice -> statesBefore(invoice.state())))
        .query(
            row -> {
              orders.put(new PaymentHash(row.getString("payment_hash")), row.getLong("order_seq"));
            });
    return orders;
  }

  /**
   * Gives an attempt the payment hash that its node has drawn, and forgets the secret of the one
   * that was drawn here, which opens nothing; not where it has an invoice by now, or can't be paid
   * any more.
   */
  void adopt(PaymentHash asked, PaymentHash own) {
    jdbc.sql(
            """
            WITH adopted AS (
              UPDATE invoice SET payment_hash = :own, preimage_sealed = NULL
              WHERE payment_hash = :asked AND state = 'NAMED' RETURNING order_seq)
            UPDATE orders SET invoice_id = :own FROM adopted
            WHERE seq = order_seq AND invoice_id = :asked
            """)
        .param("own", own.hex())
        .param("asked", asked.hex())
        .update();
  }

  /** The orders' current invoices, by order: their newest attempts. */
  Map<Long, Attempt> current(Collection<Long> orderSeqs) {
    return jdbc
        .sql(
            """
            SELECT DISTINCT ON (order_seq) * FROM invoice WHERE order_seq = ANY (:orders)
            ORDER BY order_seq, attempt DESC
            """)
        .param("orders", orderSeqs.toArray(Long[]::new))
        .query(Attempts::attempt)
        .list()
        .stream()
        .collect(toMap(Attempt::orderSeq, attempt -> attempt));
  }

  /**
   * Moves attempts to what the node says of them, by compare-and-set.
   *
   * @param invoices of different attempts
   * @return the attempts as they are now, by payment hash; one that the word does not advance is
   *     not among them
   */
  Map<PaymentHash, Attempt> advance(List<Invoice> invoices) {
    return jdbc
        .sql(
            """
            UPDATE invoice SET state = word.state, bolt11 = coalesce(word.bolt11, invoice.bolt11),
              received_msat = received, expires_at = expires, settled_at = settled,
              opened_at = coalesce(opened_at, :now),
              held_at = CASE WHEN word.state = 'HELD' THEN :now ELSE held_at END,
              instruction = CASE WHEN final THEN NULL ELSE instruction END, unanswered = 0,
              due_at = CASE WHEN final OR instruction IS NULL THEN NULL ELSE due_at END,
              leased_until = NULL, leased_by = NULL
            FROM unnest(:hashes, :befores, :states, :bolt11s, :received, :expires::timestamptz[],
                        :settled::timestamptz[], :final)
              AS word (hash, before, state, bolt11, received, expires, settled, final)
            WHERE payment_hash = hash AND invoice.state = ANY (string_to_array(before, ' '))
            RETURNING invoice.*
            """)
        .param("hashes", texts(invoices, invoice -> invoice.paymentHash().hex()))
        .param("befores", texts(invoices, invoice -> statesBefore(invoice.state())))
        .param("states", texts(invoices, invoice -> invoice.state().name()))
        .param("bolt11s", texts(invoices, Invoice::bolt11))
        .param("received", numbers(invoices, invoice -> invoice.received().value()))
        .param("expires", times(invoices, Invoice::expiresAt))
        .param("settled", times(invoices, Invoice::settledAt))
        .param("now", timestamp(clock.instant()))
        .param("final", flags(invoices, invoice -> invoice.state().isFinal()))
        .query(Attempts::attempt)
        .list()
        .stream()
        .collect(toMap(Attempt::paymentHash, attempt -> attempt));
  }

  /** The states that one advances; a payment is heard even after its invoice was closed. */
  private static String statesBefore(Invoice.State state) {
    return switch (state) {
      case OPEN -> "NAMED";
      case HELD -> "NAMED OPEN";
      case CANCELLED, EXPIRED -> "NAMED OPEN HELD";
      case SETTLED -> "NAMED OPEN HELD CANCELLED EXPIRED";
    };
  }

  /** Books what is to go back of what was received. */
  void refund(OrderNews.RefundDue due) {
    jdbc.sql("UPDATE invoice SET refund_msat = refund_msat + :amount WHERE payment_hash = :hash")
        .param("amount", due.amount().value())
        .param("hash", due.paymentHash().hex())
        .update();
  }

  /**
   * The attempt by which the order was paid.
   *
   * @throws PermanentException if the order was restored, and its merchant's word is all that says
   *     that it is paid
   */
  Attempt paid(Order order) {
    PaymentHash hash = order.invoice();
    return jdbc.sql(
            """
            SELECT * FROM invoice
            WHERE order_seq = :order AND payment_hash = :hash AND state = 'SETTLED'
            """)
        .param("order", order.seq())
        .param("hash", hash == null ? null : hash.hex())
        .query(Attempts::attempt)
        .optional()
        .orElseThrow(
            () ->
                new PermanentException(
                    "payment-unknown",
                    "No node of ours knows this order's payment, so it can't be sent back here"));
  }

  /** Whether a payment of the order is about to be taken: that is never taken back. */
  boolean isPaymentArriving(long orderSeq) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM invoice WHERE order_seq = :order AND instruction = 'SETTLE')")
        .param("order", orderSeq)
        .query(Boolean.class)
        .single();
  }

  /** Decides what the node is to do with these invoices, unless its word is final. */
  void instruct(List<PaymentHash> hashes, Attempt.Instruction instruction) {
    instruct("payment_hash = ANY (:which)", texts(hashes, PaymentHash::hex), instruction);
  }

  /** Decides that the node is to cancel all of these orders' invoices of which it can be told. */
  void cancelAll(Collection<Long> orderSeqs) {
    instruct(
        "order_seq = ANY (:which)", orderSeqs.toArray(Long[]::new), Attempt.Instruction.CANCEL);
  }

  /**
   * What is locked in comes first of all; that a payment is taken is never taken back; and where
   * the node is just being asked for the invoice, it is told once that is over.
   */
  private void instruct(String where, Object[] which, Attempt.Instruction instruction) {
    if (which.length == 0) {
      return;
    }
    jdbc.sql(
            """
            UPDATE invoice SET instruction = :instruction,
              leased_until = CASE WHEN state = 'NAMED' THEN leased_until END,
              due_at = CASE WHEN state = 'HELD' THEN 'epoch' ELSE :now END
            WHERE %s AND state IN ('NAMED', 'OPEN', 'HELD')
              AND instruction IS DISTINCT FROM 'SETTLE'
            """
                .formatted(where))
        .param("which", which)
        .param("instruction", instruction.name())
        .param("now", timestamp(clock.instant()))
        .update();
  }

  static Attempt attempt(ResultSet row, int number) throws SQLException {
    PaymentHash hash = new PaymentHash(row.getString("payment_hash"));
    String state = row.getString("state");
    String instruction = row.getString("instruction");
    String quote = row.getString("quote");
    byte @Nullable [] sealed = row.getBytes("preimage_sealed");
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return new Attempt(
        row.getLong("order_seq"),
        row.getInt("attempt"),
        row.getString("wallet"),
        hash,
        sealed == null ? null : new SealedPreimage(sealed),
        new Msat(row.getLong("amount_msat")),
        row.getString("memo"),
        Duration.ofSeconds(row.getLong("expiry_s")),
        row.getBoolean("hold"),
        row.getString("bolt11"),
        expiresAt == null ? null : expiresAt.toInstant(),
        state.equals("NAMED") ? null : Invoice.State.valueOf(state),
        new Msat(row.getLong("received_msat")),
        new Msat(row.getLong("refund_msat")),
        instruction == null ? null : Attempt.Instruction.valueOf(instruction),
        quote == null ? null : Json.read(quote, Receipt.class),
        row.getString("shipping_id"));
  }

  /**
   * The preimage that makes the attempt's invoice ours.
   *
   * @throws PermanentException if it was sealed under another master key, or was lost
   */
  Preimage preimage(Attempt attempt) {
    SealedPreimage sealed = attempt.preimage();
    if (sealed == null) {
      throw new PermanentException("preimage-lost", "The secret of this invoice is not known here");
    }
    return Preimage.of(vault.open(sealed.bytes(), attempt.paymentHash().hex()));
  }
}
