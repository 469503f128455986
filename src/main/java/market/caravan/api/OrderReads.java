package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import market.caravan.order.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders as they are stored, for reading only. */
@Repository
class OrderReads {

  private static final String SELECT =
      """
      SELECT o.seq, o.id, o.event_id, o.event_created_at, o.public_key, o.merchant_public_key,
        o.shipping_id, o.order_items, o.contact_data, o.address, o.stall_id, o.invoice_id,
        o.total_msat, o.status, o.shipped, o.time, o.extra_data
      FROM orders o WHERE o.merchant_id = :merchant
      """;

  private static final String ONE =
      """
        AND o.id = :id
        AND (cast(:customer AS text) IS NULL OR o.public_key = cast(:customer AS text))
      ORDER BY o.public_key LIMIT 3
      """;

  private final JdbcClient jdbc;
  private final OrderJson json;

  OrderReads(JdbcClient jdbc, OrderJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Which orders are asked for; null asks for all.
   *
   * @param before the place that a page before has ended at
   */
  record Filter(
      @Nullable Boolean paid,
      @Nullable Boolean shipped,
      @Nullable Pubkey customer,
      @Nullable String stall,
      @Nullable Long before,
      int limit) {}

  /**
   * An order and its place among all.
   *
   * @param seq rises with every order that is filed
   */
  record Row(long seq, OrderView view) {}

  /**
   * A merchant's orders, newest first. Only what is asked for is in the statement, so that
   * PostgreSQL can choose the index for it.
   */
  List<Row> list(String merchantId, Filter filter) {
    StringBuilder sql = new StringBuilder(SELECT);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("merchant", merchantId);
    parameters.put("limit", filter.limit());
    if (filter.paid() != null) {
      sql.append(filter.paid() ? " AND o.paid" : " AND NOT o.paid");
    }
    if (filter.shipped() != null) {
      sql.append(filter.shipped() ? " AND o.shipped" : " AND NOT o.shipped");
    }
    if (filter.customer() != null) {
      sql.append(" AND o.public_key = :customer");
      parameters.put("customer", filter.customer().hex());
    }
    if (filter.stall() != null) {
      sql.append(" AND o.stall_id = :stall");
      parameters.put("stall", filter.stall());
    }
    if (filter.before() != null) {
      sql.append(" AND o.seq < :before");
      parameters.put("before", filter.before());
    }
    sql.append(" ORDER BY o.seq DESC LIMIT :limit");
    return jdbc.sql(sql.toString()).params(parameters).query(this::row).list();
  }

  /** The orders of this id, one for each customer who chose it; three at most. */
  List<Row> find(String merchantId, String id, @Nullable Pubkey customer) {
    return jdbc.sql(SELECT + ONE)
        .param("merchant", merchantId)
        .param("id", id)
        .param("customer", hex(customer))
        .query(this::row)
        .list();
  }

  private static @Nullable String hex(@Nullable Pubkey pubkey) {
    return pubkey == null ? null : pubkey.hex();
  }

  private Row row(ResultSet row, int number) throws SQLException {
    OrderStatus status = OrderStatus.valueOf(row.getString("status"));
    var view =
        new OrderView(
            row.getString("id"),
            row.getString("event_id"),
            Objects.requireNonNull(UnixTime.of(row, "event_created_at")),
            row.getString("public_key"),
            row.getString("merchant_public_key"),
            known(row.getString("shipping_id")),
            json.items(row.getBytes("order_items")),
            json.contact(row.getBytes("contact_data")),
            row.getString("address"),
            known(row.getString("stall_id")),
            known(row.getString("invoice_id")),
            new Msat(row.getLong("total_msat")).satRoundedUp(),
            status == OrderStatus.PAID,
            row.getBoolean("shipped"),
            UnixTime.of(row, "time"),
            json.extra(row.getBytes("extra_data")).standing(status));
    return new Row(row.getLong("seq"), view);
  }

  private static String known(@Nullable String id) {
    return id == null ? OrderView.NONE : id;
  }
}
