package market.caravan.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import market.caravan.Columns;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads attempts with the orders that they are of. */
@Repository
class OurInvoices {

  private static final int PAGE = 200;

  private static final String SELECT =
      """
      SELECT i.order_seq, i.attempt, i.wallet, i.payment_hash, i.state,
             i.opened_at IS NOT NULL AS opened, i.received_msat,
             o.merchant_id, o.id AS order_id, o.public_key
        FROM invoice i JOIN orders o ON o.seq = i.order_seq
      """;

  private final JdbcClient jdbc;

  OurInvoices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those that were named in a time, after a place in their order; a page of them. */
  List<OurInvoice> named(
      Collection<String> wallets, Instant since, Instant until, long orderSeq, int attempt) {
    return jdbc.sql(
            SELECT
                + """
                   WHERE i.created_at >= :since AND i.created_at < :until
                     AND i.wallet = ANY (:wallets) AND i.payment_hash IS NOT NULL
                     AND (i.order_seq, i.attempt) > (:order, :attempt)
                   ORDER BY i.order_seq, i.attempt LIMIT :limit
                  """)
        .param("wallets", wallets.toArray(String[]::new))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .param("order", orderSeq)
        .param("attempt", attempt)
        .param("limit", PAGE)
        .query(OurInvoices::row)
        .list();
  }

  /** Those of these that we have, whenever they were named. */
  Map<PaymentHash, OurInvoice> among(Collection<PaymentHash> hashes) {
    return jdbc
        .sql(SELECT + " WHERE i.payment_hash = ANY (:hashes)")
        .param("hashes", Columns.texts(hashes, PaymentHash::hex))
        .query(OurInvoices::row)
        .list()
        .stream()
        .collect(Collectors.toMap(OurInvoice::hash, Function.identity()));
  }

  /**
   * Wallets that a comparison is about and that nobody can be asked for any more: the node has told
   * us of an invoice, or something is suspected.
   *
   * @param known the wallets that can be, as rows may have them
   */
  List<String> unknownWallets(Reconciliation run, Collection<String> known) {
    return jdbc.sql(
            """
            SELECT wallet FROM invoice
             WHERE created_at >= :since AND created_at < :until AND opened_at IS NOT NULL
               AND wallet <> ALL (:known)
             UNION
            SELECT wallet FROM reconciliation_difference
             WHERE reconciliation_id = :run AND NOT confirmed AND wallet <> ALL (:known)
            """)
        .param("since", run.since().atOffset(ZoneOffset.UTC))
        .param("until", run.until().atOffset(ZoneOffset.UTC))
        .param("known", known.toArray(String[]::new))
        .param("run", run.id())
        .query(String.class)
        .list();
  }

  private static OurInvoice row(ResultSet row, int number) throws SQLException {
    return new OurInvoice(
        row.getLong("order_seq"),
        row.getInt("attempt"),
        row.getString("wallet"),
        new PaymentHash(row.getString("payment_hash")),
        row.getString("state"),
        row.getBoolean("opened"),
        new Msat(row.getLong("received_msat")),
        row.getString("merchant_id"),
        row.getString("order_id"),
        row.getString("public_key"));
  }
}
