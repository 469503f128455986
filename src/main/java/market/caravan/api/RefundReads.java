package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Refunds as they are stored, for reading only. */
@Repository
class RefundReads {

  /** More than any refund that a merchant has not retried for years. */
  private static final int MOST_STEPS = 1_000;

  private static final String SELECT =
      """
      SELECT r.seq, o.id AS order_id, r.customer, r.reason, r.state, r.amount_msat, r.address,
        r.payment_hash, r.failures, r.created_at, r.updated_at, i.bolt11, i.fee_msat,
        i.payment_hash AS refund_payment_hash
      FROM refund r JOIN orders o ON o.seq = r.order_seq LEFT JOIN LATERAL (
        SELECT * FROM refund_invoice WHERE refund_seq = r.seq
        ORDER BY state = 'PAID' DESC, created_at DESC LIMIT 1) i ON TRUE
      WHERE r.merchant_id = :merchant
      """;

  private final JdbcClient jdbc;

  RefundReads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A merchant's refunds, newest first.
   *
   * @param state null for all
   * @param before the place that a page before has ended at; null for the first page
   */
  List<RefundView> list(
      String merchantId, @Nullable String state, @Nullable Long before, int limit) {
    return jdbc.sql(
            SELECT
                + """
                AND (cast(:state AS text) IS NULL OR r.state = :state)
                AND (cast(:before AS bigint) IS NULL OR r.seq < :before)
                ORDER BY r.seq DESC LIMIT :limit
                """)
        .param("merchant", merchantId)
        .param("state", state)
        .param("before", before)
        .param("limit", limit)
        .query(RefundReads::view)
        .list();
  }

  /** Empty where the merchant has no such refund. */
  Optional<RefundView> one(String merchantId, long seq) {
    return jdbc.sql(SELECT + " AND r.seq = :seq")
        .param("merchant", merchantId)
        .param("seq", seq)
        .query(RefundReads::view)
        .optional()
        .map(view -> view.with(history(seq)));
  }

  private List<RefundView.Step> history(long seq) {
    return jdbc.sql(
            """
            SELECT at, event, state, detail FROM refund_history
            WHERE refund_seq = :seq ORDER BY seq LIMIT :most
            """)
        .param("seq", seq)
        .param("most", MOST_STEPS)
        .query(
            (row, number) ->
                new RefundView.Step(
                    UnixTime.of(row, "at"),
                    row.getString("event"),
                    row.getString("state"),
                    row.getString("detail")))
        .list();
  }

  private static RefundView view(ResultSet row, int number) throws SQLException {
    long msat = row.getLong("amount_msat");
    return new RefundView(
        row.getString("seq"),
        row.getString("order_id"),
        row.getString("customer"),
        row.getString("reason"),
        row.getString("state"),
        msat / 1_000,
        msat,
        row.getString("address"),
        row.getString("bolt11"),
        row.getString("payment_hash"),
        row.getString("refund_payment_hash"),
        row.getLong("fee_msat"),
        row.getInt("failures"),
        UnixTime.of(row, "created_at"),
        UnixTime.of(row, "updated_at"),
        null);
  }
}
