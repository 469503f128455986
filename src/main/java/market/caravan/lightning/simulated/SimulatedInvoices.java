package market.caravan.lightning.simulated;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The node's invoices in PostgreSQL. Each method is one statement, and moves an invoice only from a
 * state that it may be moved from; who comes too late gets nothing back.
 */
@Repository
class SimulatedInvoices {

  private static final int PAGE = 500;

  private final JdbcClient jdbc;
  private final String wallet;

  @Autowired
  SimulatedInvoices(NodeDatabase database) {
    this(database.jdbc(), Wallets.DEFAULT);
  }

  private SimulatedInvoices(JdbcClient jdbc, String wallet) {
    this.jdbc = jdbc;
    this.wallet = wallet;
  }

  /** Those of another wallet's node. */
  SimulatedInvoices of(String otherWallet) {
    return new SimulatedInvoices(jdbc, otherWallet);
  }

  private JdbcClient.StatementSpec sql(String text) {
    return jdbc.sql(text).param("wallet", wallet);
  }

  /** Files open invoices; of each, false where its payment hash has another, of this list too. */
  List<Boolean> file(List<SimulatedInvoice> filed) {
    List<Invoice> invoices = filed.stream().map(SimulatedInvoice::invoice).toList();
    Set<String> filedNow =
        Set.copyOf(
            sql("""
                    INSERT INTO simulated_invoice
                      (payment_hash, preimage_sealed, bolt11, amount_msat, state, expires_at, wallet)
                    SELECT hash, preimage, bolt11, amount, 'OPEN', expires, :wallet
                    FROM unnest(:hashes, :preimages, :bolt11s, :amounts, :expires::timestamptz[])
                      AS filed (hash, preimage, bolt11, amount, expires)
                    ON CONFLICT (payment_hash) DO NOTHING RETURNING bolt11
                    """)
                .param("hashes", texts(invoices, invoice -> invoice.paymentHash().hex()))
                .param(
                    "preimages",
                    filed.stream().map(SimulatedInvoice::sealedPreimage).toArray(byte[][]::new))
                .param("bolt11s", texts(invoices, Invoice::bolt11))
                .param("amounts", numbers(invoices, invoice -> invoice.amount().value()))
                .param("expires", times(invoices, Invoice::expiresAt))
                .query(String.class)
                .list());
    return invoices.stream().map(invoice -> filedNow.contains(invoice.bolt11())).toList();
  }

  List<SimulatedInvoice> find(Collection<PaymentHash> hashes) {
    return sql("SELECT * FROM simulated_invoice WHERE payment_hash = ANY (:hashes) AND wallet = :wallet")
        .param("hashes", texts(hashes, PaymentHash::hex))
        .query(SimulatedInvoices::row)
        .list();
  }

  /** By the time of their settlement; in the order of their payment hashes. */
  SettledPage settled(SettledQuery query) {
    List<Invoice> page =
        sql("""
                SELECT * FROM simulated_invoice
                 WHERE wallet = :wallet AND state = 'SETTLED' AND settled_at >= :since AND settled_at < :until
                   AND payment_hash > :after
                 ORDER BY payment_hash LIMIT :limit
                """)
            .param("since", Timestamp.from(query.since()))
            .param("until", Timestamp.from(query.until()))
            .param("after", Objects.requireNonNullElse(query.after(), ""))
            .param("limit", PAGE)
            .query((row, number) -> row(row, number).invoice())
            .list();
    return new SettledPage(page, page.size() < PAGE ? null : page.getLast().paymentHash().hex());
  }

  /** A payment arrives: a hold invoice locks it in, any other takes it. */
  Optional<SimulatedInvoice> pay(PaymentHash hash, Instant now) {
    return sql("""
            UPDATE simulated_invoice
               SET received_msat = amount_msat,
                   state = CASE WHEN preimage_sealed IS NULL THEN 'HELD' ELSE 'SETTLED' END,
                   settled_at = CASE WHEN preimage_sealed IS NULL THEN NULL ELSE CAST(:now AS timestamptz) END
             WHERE wallet = :wallet AND payment_hash = :hash AND state = 'OPEN' AND expires_at > :now
            RETURNING *
            """)
        .param("hash", hash.hex())
        .param("now", Timestamp.from(now))
        .query(SimulatedInvoices::row)
        .optional();
  }

  Optional<SimulatedInvoice> settle(PaymentHash hash, byte[] sealedPreimage, Instant now) {
    return sql("""
            UPDATE simulated_invoice
               SET state = 'SETTLED', preimage_sealed = :preimage, settled_at = :now
             WHERE wallet = :wallet AND payment_hash = :hash AND state = 'HELD'
            RETURNING *
            """)
        .param("hash", hash.hex())
        .param("preimage", sealedPreimage)
        .param("now", Timestamp.from(now))
        .query(SimulatedInvoices::row)
        .optional();
  }

  Optional<SimulatedInvoice> cancel(PaymentHash hash, Instant now) {
    return sql("""
            UPDATE simulated_invoice
               SET state = 'CANCELLED', received_msat = 0
             WHERE wallet = :wallet AND payment_hash = :hash
               AND (state = 'HELD' OR state = 'OPEN' AND expires_at > :now)
            RETURNING *
            """)
        .param("hash", hash.hex())
        .param("now", Timestamp.from(now))
        .query(SimulatedInvoices::row)
        .optional();
  }

  /** Closes those of these invoices that were not paid in time. */
  List<SimulatedInvoice> expire(Collection<PaymentHash> hashes, Instant now) {
    return sql("""
            UPDATE simulated_invoice SET state = 'EXPIRED'
             WHERE wallet = :wallet AND payment_hash = ANY (:hashes) AND state = 'OPEN' AND expires_at <= :now
            RETURNING *
            """)
        .param("hashes", texts(hashes, PaymentHash::hex))
        .param("now", Timestamp.from(now))
        .query(SimulatedInvoices::row)
        .list();
  }

  /** Payment hashes of open invoices that are past their expiry, the oldest first. */
  List<PaymentHash> overdue(Instant now, int limit) {
    return sql("""
            SELECT payment_hash FROM simulated_invoice
             WHERE wallet = :wallet AND state = 'OPEN' AND expires_at <= :now
             ORDER BY expires_at LIMIT :limit
            """)
        .param("now", Timestamp.from(now))
        .param("limit", limit)
        .query((row, number) -> new PaymentHash(row.getString("payment_hash")))
        .list();
  }

  private static SimulatedInvoice row(ResultSet row, int number) throws SQLException {
    var invoice =
        new Invoice(
            new PaymentHash(row.getString("payment_hash")),
            row.getString("bolt11"),
            new Msat(row.getLong("amount_msat")),
            new Msat(row.getLong("received_msat")),
            Invoice.State.valueOf(row.getString("state")),
            row.getTimestamp("expires_at").toInstant(),
            instant(row.getTimestamp("settled_at")));
    return new SimulatedInvoice(invoice, row.getBytes("preimage_sealed"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
