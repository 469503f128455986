package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Doubt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** An order's life as it is stored, for reading only. */
@Repository
class OrderLifeReads {

  /** More than any order goes through; the latest are shown. */
  private static final int MOST = 1_000;

  private final JdbcClient jdbc;

  OrderLifeReads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The merchant's orders of this id; more than one where customers chose the same. */
  List<OrderLifeView> find(String merchantId, String id, @Nullable Pubkey customer) {
    return jdbc.sql(
            """
            SELECT * FROM orders WHERE merchant_id = :merchant AND id = :id
              AND (cast(:customer AS text) IS NULL OR public_key = :customer)
            ORDER BY seq LIMIT 2
            """)
        .param("merchant", merchantId)
        .param("id", id)
        .param("customer", customer == null ? null : customer.hex())
        .query(this::view)
        .list();
  }

  private OrderLifeView view(ResultSet row, int number) throws SQLException {
    long seq = row.getLong("seq");
    return new OrderLifeView(
        row.getString("id"),
        row.getString("public_key"),
        row.getString("status"),
        row.getLong("total_msat"),
        row.getString("invoice_id"),
        row.getBoolean("shipped"),
        UnixTime.of(row, "placed_at"),
        UnixTime.of(row, "restored_at"),
        Doubt.read(row.getString("doubts")),
        invoices(seq),
        history(seq));
  }

  private List<OrderLifeView.Invoice> invoices(long seq) {
    return jdbc.sql(
            "SELECT * FROM invoice WHERE order_seq = :seq ORDER BY attempt DESC LIMIT :most")
        .param("seq", seq)
        .param("most", MOST)
        .query(
            (row, number) ->
                new OrderLifeView.Invoice(
                    row.getString("payment_hash"),
                    row.getString("wallet"),
                    row.getString("state"),
                    row.getString("instruction"),
                    row.getLong("amount_msat"),
                    row.getLong("received_msat"),
                    row.getLong("refund_msat"),
                    UnixTime.of(row, "created_at"),
                    UnixTime.of(row, "expires_at"),
                    UnixTime.of(row, "settled_at")))
        .list()
        .reversed();
  }

  private List<OrderLifeView.Step> history(long seq) {
    return jdbc.sql(
            """
            SELECT at, event, status, detail FROM order_history
            WHERE order_seq = :seq ORDER BY seq DESC LIMIT :most
            """)
        .param("seq", seq)
        .param("most", MOST)
        .query(
            (row, number) ->
                new OrderLifeView.Step(
                    UnixTime.of(row, "at"),
                    row.getString("event"),
                    row.getString("status"),
                    row.getString("detail")))
        .list()
        .reversed();
  }
}
