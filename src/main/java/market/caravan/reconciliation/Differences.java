package market.caravan.reconciliation;

import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the comparisons have found: suspected at the first look, confirmed at the second. */
@Repository
public class Differences {

  /** Of one comparison. */
  static final int MOST = 1_000;

  private static final int PAGE = 200;

  private static final String SUSPECT =
      """
      INSERT INTO reconciliation_difference
        (reconciliation_id, kind, confirmed, wallet, payment_hash, merchant_id, order_id,
         public_key, here, here_msat, at_node, at_node_msat)
      SELECT :run, kind, FALSE, :wallet, hash, merchant, order_id, customer, here, here_msat,
             at_node, at_node_msat
        FROM unnest(:kinds, :hashes, :merchants, :orders, :customers, :here, :hereMsat, :atNode,
                    :atNodeMsat)
          AS found (kind, hash, merchant, order_id, customer, here, here_msat, at_node, at_node_msat)
       LIMIT :room
      ON CONFLICT (reconciliation_id, payment_hash) DO NOTHING
      """;

  private static final String ORDER_NOT_PAID =
      """
      INSERT INTO reconciliation_difference
        (reconciliation_id, kind, confirmed, wallet, payment_hash, merchant_id, order_id,
         public_key, here, here_msat)
      SELECT :run, 'ORDER_NOT_PAID', TRUE, i.wallet, i.payment_hash, o.merchant_id, o.id,
             o.public_key, o.status, i.received_msat
        FROM invoice i JOIN orders o ON o.seq = i.order_seq
       WHERE i.state = 'SETTLED' AND i.settled_at >= :since AND i.settled_at < :until
         AND o.status NOT IN ('PAID', 'REFUND_DUE', 'REFUNDED')
       ORDER BY i.order_seq LIMIT :room
      ON CONFLICT (reconciliation_id, payment_hash) DO UPDATE
        SET kind = excluded.kind, confirmed = TRUE, here = excluded.here,
            here_msat = excluded.here_msat, at_node = NULL, at_node_msat = NULL
      WHERE NOT reconciliation_difference.confirmed
      """;

  /** But where the merchant has said that a restored order is paid, and no node knows of it. */
  private static final String PAID_WITHOUT_PAYMENT =
      """
      INSERT INTO reconciliation_difference
        (reconciliation_id, kind, confirmed, wallet, merchant_id, order_id, public_key, here)
      SELECT :run, 'PAID_WITHOUT_PAYMENT', TRUE, '', o.merchant_id, o.id, o.public_key, o.status
        FROM orders o
       WHERE o.status IN ('PAID', 'REFUND_DUE', 'REFUNDED')
         AND o.placed_at >= :since AND o.placed_at < :until
         AND NOT EXISTS (SELECT FROM invoice i WHERE i.order_seq = o.seq AND i.state = 'SETTLED')
         AND NOT EXISTS (SELECT FROM order_history h
           WHERE h.order_seq = o.seq AND h.event = 'PAYMENT_CONFIRMED')
       ORDER BY o.seq LIMIT :room
      """;

  private final JdbcClient jdbc;

  Differences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps what differs at a first look, as far as there is room. */
  void suspect(Reconciliation run, String wallet, List<Difference> found) {
    int room = room(run, found.size(), "TRUE");
    jdbc.sql(SUSPECT)
        .param("run", run.id())
        .param("wallet", wallet)
        .param("kinds", texts(found, each -> each.kind().name()))
        .param("hashes", texts(found, Difference::paymentHash))
        .param("merchants", texts(found, Difference::merchantId))
        .param("orders", texts(found, Difference::orderId))
        .param("customers", texts(found, Difference::customer))
        .param("here", texts(found, Difference::here))
        .param("hereMsat", numbers(found, Difference::hereMsat))
        .param("atNode", texts(found, Difference::atNode))
        .param("atNodeMsat", numbers(found, Difference::atNodeMsat))
        .param("room", room)
        .update();
  }

  private int room(Reconciliation run, int wanted, String which) {
    int kept =
        jdbc.sql(
                "SELECT count(*) FROM reconciliation_difference WHERE reconciliation_id = :run AND "
                    + which)
            .param("run", run.id())
            .query(Integer.class)
            .single();
    if (kept + wanted > MOST) {
      jdbc.sql("UPDATE reconciliation SET more = TRUE WHERE id = :run")
          .param("run", run.id())
          .update();
    }
    return Math.max(0, MOST - kept);
  }

  /** Those that are to be looked at again, a page of them, in the order of their rows. */
  Map<Long, Question.Suspect> suspects(Reconciliation run, String wallet, long afterSeq) {
    Map<Long, Question.Suspect> suspects = new LinkedHashMap<>();
    RowCallbackHandler each =
        row ->
            suspects.put(
                row.getLong("seq"),
                new Question.Suspect(
                    Kind.valueOf(row.getString("kind")),
                    new PaymentHash(row.getString("payment_hash"))));
    jdbc.sql(
            """
            SELECT seq, kind, payment_hash FROM reconciliation_difference
             WHERE reconciliation_id = :run AND wallet = :wallet AND NOT confirmed AND seq > :after
             ORDER BY seq LIMIT :limit
            """)
        .param("run", run.id())
        .param("wallet", wallet)
        .param("after", afterSeq)
        .param("limit", PAGE)
        .query(each);
    return suspects;
  }

  /** Of those that were looked at again some still differ; the others were news under way. */
  void confirm(Reconciliation run, Collection<Long> lookedAt, Collection<Long> still) {
    jdbc.sql(
            """
            UPDATE reconciliation_difference SET confirmed = TRUE
             WHERE reconciliation_id = :run AND seq = ANY (:seqs)
            """)
        .param("run", run.id())
        .param("seqs", still.toArray(Long[]::new))
        .update();
    jdbc.sql(
            """
            DELETE FROM reconciliation_difference
             WHERE reconciliation_id = :run AND seq = ANY (:seqs) AND NOT confirmed
            """)
        .param("run", run.id())
        .param("seqs", lookedAt.toArray(Long[]::new))
        .update();
  }

  /** What does not fit within our own books joins; no node has to be asked for it. */
  void conclude(Reconciliation run) {
    for (String check : List.of(ORDER_NOT_PAID, PAID_WITHOUT_PAYMENT)) {
      int room = room(run, 0, "confirmed");
      int found =
          jdbc.sql(check)
              .param("run", run.id())
              .param("since", run.since().atOffset(ZoneOffset.UTC))
              .param("until", run.until().atOffset(ZoneOffset.UTC))
              .param("room", room)
              .update();
      room(run, found == room ? 1 : 0, "confirmed");
    }
  }

  /**
   * What a comparison has found: confirmed, and once it is INCOMPLETE what is still suspected at a
   * wallet that was away at the second look.
   *
   * @param merchantId whose; null for everybody's
   */
  public List<Difference> of(long run, @Nullable String merchantId) {
    return jdbc.sql(
            """
            SELECT * FROM reconciliation_difference
             WHERE reconciliation_id = :run
               AND (confirmed
                 OR EXISTS (SELECT FROM reconciliation WHERE id = :run AND state = 'INCOMPLETE'))
               AND (cast(:merchant AS text) IS NULL OR merchant_id = :merchant)
             ORDER BY seq LIMIT :limit
            """)
        .param("run", run)
        .param("merchant", merchantId)
        .param("limit", MOST)
        .query(Differences::row)
        .list();
  }

  /** How many each comparison has confirmed for a merchant. */
  public Map<Long, Integer> counts(String merchantId) {
    Map<Long, Integer> counts = new LinkedHashMap<>();
    RowCallbackHandler each = row -> counts.put(row.getLong(1), row.getInt(2));
    jdbc.sql(
            """
            SELECT reconciliation_id, count(*) FROM reconciliation_difference
             WHERE merchant_id = :merchant AND confirmed GROUP BY reconciliation_id
            """)
        .param("merchant", merchantId)
        .query(each);
    return counts;
  }

  private static Difference row(ResultSet row, int number) throws SQLException {
    return new Difference(
        Kind.valueOf(row.getString("kind")),
        row.getBoolean("confirmed"),
        row.getString("wallet"),
        row.getString("payment_hash"),
        row.getString("merchant_id"),
        row.getString("order_id"),
        row.getString("public_key"),
        row.getString("here"),
        row.getObject("here_msat", Long.class),
        row.getString("at_node"),
        row.getObject("at_node_msat", Long.class));
  }
}
