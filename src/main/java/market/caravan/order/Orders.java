package market.caravan.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orders' rows, in the transaction of their caller; whoever moves one locks it first. */
@Repository
class Orders {

  private static final String SELECT =
      """
      SELECT seq, merchant_id, id, public_key, merchant_public_key, status, event_created_at,
             content_sha256, total_msat, extra_data,
             EXISTS (SELECT 1 FROM shipment WHERE order_seq = orders.seq AND undone_at IS NULL) AS shipped
      FROM orders
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  Orders(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The order of this name, locked; empty where there is none. */
  Optional<Order> lock(OrderKey key) {
    return jdbc.sql(
            """
            SELECT seq FROM orders
            WHERE merchant_public_key = :merchant AND public_key = :customer AND id = :id
              AND merchant_id = (SELECT id FROM merchant WHERE public_key = :merchant)
            FOR UPDATE
            """)
        .param("merchant", key.merchant().hex())
        .param("customer", key.customer().hex())
        .param("id", key.id())
        .query(Long.class)
        .optional()
        .map(this::locked);
  }

  /** The order of this row, locked. */
  Order lock(long seq) {
    jdbc.sql("SELECT seq FROM orders WHERE seq = :seq FOR UPDATE")
        .param("seq", seq)
        .query(Long.class)
        .single();
    return locked(seq);
  }

  /** Read once the lock is ours: the statement that waited for it sees what was before. */
  private Order locked(long seq) {
    return jdbc.sql(SELECT + "WHERE seq = :seq").param("seq", seq).query(Orders::order).single();
  }

  /** The merchant's orders of this id, locked; more than one where customers chose the same. */
  List<Order> lock(String merchantId, String id, @Nullable Pubkey customer) {
    return jdbc
        .sql(
            """
            SELECT seq FROM orders WHERE merchant_id = :merchant AND id = :id
              AND (cast(:customer AS text) IS NULL OR public_key = :customer)
            ORDER BY seq LIMIT 2 FOR UPDATE
            """)
        .param("merchant", merchantId)
        .param("id", id)
        .param("customer", customer == null ? null : customer.hex())
        .query(Long.class)
        .list()
        .stream()
        .map(this::locked)
        .toList();
  }

  /**
   * Files an order.
   *
   * @param stallId null where the order was refused before it had one
   * @param invoice the name of its first invoice; null where the order is refused
   * @return its row's number; empty where the customer has an order of this id already
   */
  Optional<Long> insert(
      String merchantId,
      PlaceOrder command,
      OrderStatus status,
      @Nullable String stallId,
      Msat total,
      @Nullable PaymentHash invoice,
      Receipt receipt) {
    return jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, name, message, address, contact_data,
              order_items, stall_id, shipping_id, extra_data, total_msat, invoice_id, placed_at)
            VALUES (:merchant_id, :id, :customer, :merchant, :event_id,
              :event_created_at, :status, :content_sha256, :name, :message, :address, :contact,
              :items::jsonb, :stall, :zone, :receipt::jsonb, :total, :invoice, :now)
            ON CONFLICT (merchant_id, public_key, id) DO NOTHING RETURNING seq
            """)
        .param("merchant_id", merchantId)
        .param("id", command.key().id())
        .param("customer", command.key().customer().hex())
        .param("merchant", command.key().merchant().hex())
        .param("event_id", command.eventId().hex())
        .param("event_created_at", timestamp(command.createdAt()))
        .param("status", status.name())
        .param("content_sha256", command.contentSha256())
        .param("name", command.name())
        .param("message", command.message())
        .param("address", command.address())
        .param("contact", Json.write(command.contact()))
        .param("items", items(command))
        .param("stall", stallId)
        .param("zone", command.zoneId())
        .param("receipt", Json.write(receipt))
        .param("total", total.value())
        .param("invoice", invoice == null ? null : invoice.hex())
        .param("now", now())
        .query(Long.class)
        .optional();
  }

  private static String items(PlaceOrder command) {
    return Json.write(
        command.lines().stream()
            .map(line -> Map.of("product_id", line.productId(), "quantity", line.quantity()))
            .toList());
  }

  void move(Order order) {
    jdbc.sql("UPDATE orders SET status = :status, extra_data = :receipt::jsonb WHERE seq = :seq")
        .param("status", order.status().name())
        .param("receipt", Json.write(order.receipt()))
        .param("seq", order.seq())
        .update();
  }

  /** Where the order was refused before it was named to a node. */
  void forgetInvoice(long seq) {
    jdbc.sql("UPDATE orders SET invoice_id = NULL WHERE seq = :seq").param("seq", seq).update();
  }

  /** Appends to the order's history. */
  void remember(long seq, String event, OrderStatus status, @Nullable String detail) {
    jdbc.sql(
            """
            INSERT INTO order_history (order_seq, at, event, status, detail)
            VALUES (:seq, :now, :event, :status, :detail)
            """)
        .param("seq", seq)
        .param("now", now())
        .param("event", event)
        .param("status", status.name())
        .param("detail", detail)
        .update();
  }

  /** What was said last with an event of the order; empty where nothing ever was. */
  Optional<String> lastWords(long seq) {
    return jdbc.sql(
            """
            SELECT detail FROM order_history WHERE order_seq = :seq AND detail IS NOT NULL
            ORDER BY seq DESC LIMIT 1
            """)
        .param("seq", seq)
        .query(String.class)
        .optional();
  }

  /** How often this has happened to the order lately. */
  int count(long seq, OrderEvent event, Duration lately) {
    return jdbc.sql(
            """
            SELECT count(*) FROM order_history
            WHERE order_seq = :seq AND event = :event AND at > :since
            """)
        .param("seq", seq)
        .param("event", event.name())
        .param("since", timestamp(clock.instant().minus(lately)))
        .query(Integer.class)
        .single();
  }

  /** Open unpaid orders of a customer at a merchant. */
  int countUnpaid(String merchantId, Pubkey customer) {
    return jdbc.sql(
            """
            SELECT count(*) FROM orders WHERE merchant_id = :merchant AND public_key = :customer
              AND status IN ('PLACED', 'AWAITING_PAYMENT')
            """)
        .param("merchant", merchantId)
        .param("customer", customer.hex())
        .query(Integer.class)
        .single();
  }

  void addShipment(long seq) {
    jdbc.sql("INSERT INTO shipment (order_seq, shipped_at) VALUES (:seq, :now)")
        .param("seq", seq)
        .param("now", now())
        .update();
  }

  void undoShipment(long seq) {
    jdbc.sql("UPDATE shipment SET undone_at = :now WHERE order_seq = :seq AND undone_at IS NULL")
        .param("seq", seq)
        .param("now", now())
        .update();
  }

  private OffsetDateTime now() {
    return timestamp(clock.instant());
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Order order(ResultSet row, int number) throws SQLException {
    return new Order(
        row.getLong("seq"),
        row.getString("merchant_id"),
        new OrderKey(
            new Pubkey(row.getString("merchant_public_key")),
            new Pubkey(row.getString("public_key")),
            row.getString("id")),
        OrderStatus.valueOf(row.getString("status")),
        row.getObject("event_created_at", OffsetDateTime.class).toInstant(),
        row.getString("content_sha256"),
        new Msat(row.getLong("total_msat")),
        Json.read(row.getString("extra_data"), Receipt.class),
        row.getBoolean("shipped"));
  }
}
