package market.caravan.order;

import static java.util.stream.Collectors.toMap;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import market.caravan.PermanentException;
import market.caravan.catalog.OrderLine;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orders' rows, in the transaction of their caller; whoever moves one locks it first. */
@Repository
class Orders {

  private static final String SELECT =
      """
      SELECT seq, merchant_id, id, public_key, merchant_public_key, status, event_created_at,
             content_sha256, total_msat, invoice_id, extra_data, shipped, doubts
      FROM orders
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  Orders(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Those of these orders that there are, locked. */
  Map<OrderKey, Order> lockKnown(List<OrderKey> keys) {
    List<Long> seqs =
        jdbc.sql(
                """
                SELECT seq FROM orders
                WHERE (merchant_id, public_key, id) IN (
                  SELECT merchant.id, asked.customer, asked.id
                  FROM unnest(:merchants, :customers, :ids) AS asked (merchant, customer, id)
                  JOIN merchant ON merchant.public_key = asked.merchant)
                ORDER BY seq FOR UPDATE
                """)
            .param("merchants", texts(keys, key -> key.merchant().hex()))
            .param("customers", texts(keys, key -> key.customer().hex()))
            .param("ids", texts(keys, OrderKey::id))
            .query(Long.class)
            .list();
    return locked(seqs).values().stream().collect(toMap(Order::key, order -> order));
  }

  /** The orders of these rows, locked, by row. */
  Map<Long, Order> lock(Collection<Long> seqs) {
    jdbc.sql("SELECT seq FROM orders WHERE seq = ANY (:seqs) ORDER BY seq FOR UPDATE")
        .param("seqs", seqs.toArray(Long[]::new))
        .query(Long.class)
        .list();
    return locked(seqs);
  }

  /** The order of this row, locked. */
  Order lock(long seq) {
    return lock(List.of(seq)).values().stream()
        .findFirst()
        .orElseThrow(() -> new EmptyResultDataAccessException(1));
  }

  /** Read once the locks are ours: the statement that waited for them sees what was before. */
  private Map<Long, Order> locked(Collection<Long> seqs) {
    if (seqs.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(SELECT + "WHERE seq = ANY (:seqs) ORDER BY seq")
        .param("seqs", seqs.toArray(Long[]::new))
        .query(Orders::order)
        .list()
        .stream()
        .collect(toMap(Order::seq, order -> order));
  }

  /**
   * The order that a merchant means, locked.
   *
   * @throws PermanentException if there is no such order, or the id is of several customers' orders
   */
  Order lock(OrderCommand command) {
    List<Order> found = find(command.merchantId(), command.orderId(), command.customer());
    return switch (found.size()) {
      case 0 -> throw new PermanentException("unknown-order", "Order does not exist");
      case 1 -> found.getFirst();
      default ->
          throw new PermanentException(
              "ambiguous-order", "Several customers have an order of this id: name one by pubkey");
    };
  }

  private List<Order> find(String merchantId, String id, @Nullable Pubkey customer) {
    List<Long> seqs =
        jdbc.sql(
                """
            SELECT seq FROM orders WHERE merchant_id = :merchant AND id = :id
              AND (cast(:customer AS text) IS NULL OR public_key = :customer)
            ORDER BY seq LIMIT 2 FOR UPDATE
            """)
            .param("merchant", merchantId)
            .param("id", id)
            .param("customer", customer == null ? null : customer.hex())
            .query(Long.class)
            .list();
    return List.copyOf(locked(seqs).values());
  }

  /**
   * Files orders.
   *
   * @return their rows, by what brought them; an order that its customer has under this id already
   *     is not among them
   */
  Map<PlaceOrder.Source, Long> insert(List<NewOrder> orders) {
    Map<PlaceOrder.Source, Long> seqs = new HashMap<>();
    List<PlaceOrder> commands = orders.stream().map(NewOrder::command).toList();
    jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, name, message, address, contact_data,
              order_items, stall_id, shipping_id, extra_data, total_msat, invoice_id, placed_at)
            SELECT merchant_id, id, customer, merchant, event_id, event_created_at, status,
              content_sha256, name, message, address, contact, items::json, stall, zone,
              receipt::json, total, invoice, :now
            FROM unnest(:merchant_ids, :ids, :customers, :merchants, :event_ids,
                :event_created_ats::timestamptz[], :statuses, :contents, :names, :messages,
                :addresses, :contacts, :items, :stalls, :zones, :receipts, :totals, :invoices)
                WITH ORDINALITY
              AS new (merchant_id, id, customer, merchant, event_id, event_created_at, status,
                content_sha256, name, message, address, contact, items, stall, zone,
                receipt, total, invoice, place)
            WHERE EXISTS (SELECT FROM merchant m WHERE m.id = new.merchant_id)
            ORDER BY merchant_id, customer, id, place
            ON CONFLICT (merchant_id, public_key, id) DO NOTHING
            RETURNING seq, merchant_public_key, event_id
            """)
        .param("merchant_ids", texts(orders, NewOrder::merchantId))
        .param("statuses", texts(orders, order -> order.status().name()))
        .param("stalls", texts(orders, NewOrder::stallId))
        .param("receipts", texts(orders, order -> Json.write(order.receipt())))
        .param("totals", numbers(orders, order -> order.total().value()))
        .param("invoices", texts(orders, order -> hex(order.invoice())))
        .params(columns(commands))
        .param("now", now())
        .query(
            row -> {
              seqs.put(source(row), row.getLong("seq"));
            });
    return seqs;
  }

  private static PlaceOrder.Source source(ResultSet row) throws SQLException {
    return new PlaceOrder.Source(
        new Pubkey(row.getString("merchant_public_key")), new EventId(row.getString("event_id")));
  }

  static Map<String, Object> columns(List<PlaceOrder> commands) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("ids", texts(commands, command -> command.key().id()));
    columns.put("customers", texts(commands, command -> command.key().customer().hex()));
    columns.put("merchants", texts(commands, command -> command.key().merchant().hex()));
    columns.put("event_ids", texts(commands, command -> command.eventId().hex()));
    columns.put("event_created_ats", times(commands, PlaceOrder::createdAt));
    columns.put("contents", texts(commands, PlaceOrder::contentSha256));
    columns.put("names", texts(commands, PlaceOrder::name));
    columns.put("messages", texts(commands, PlaceOrder::message));
    columns.put("addresses", texts(commands, PlaceOrder::address));
    columns.put("contacts", texts(commands, command -> Json.write(command.contact())));
    columns.put("items", texts(commands, Orders::items));
    columns.put("zones", texts(commands, PlaceOrder::zoneId));
    return columns;
  }

  private static String items(PlaceOrder command) {
    return Json.write(
        command.lines().stream()
            .map(line -> Map.of("product_id", line.productId(), "quantity", line.quantity()))
            .toList());
  }

  /** Writes what the orders are now, and why where they were refused. */
  void move(List<Order> moved) {
    if (moved.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE orders SET status = moved.status,
              doubts = CASE WHEN moved.status = 'PAID' AND doubts = 'PAYMENT_CLAIMED' THEN NULL
                       ELSE doubts END,
              extra_data = CASE WHEN reason IS NULL THEN extra_data
                           ELSE (extra_data::jsonb
                             || jsonb_build_object('fail_message', reason))::json END
            FROM unnest(:seqs, :statuses, :reasons) AS moved (seq, status, reason)
            WHERE orders.seq = moved.seq
            """)
        .param("seqs", numbers(moved, Order::seq))
        .param("statuses", texts(moved, order -> order.status().name()))
        .param("reasons", texts(moved, order -> order.receipt().failMessage()))
        .update();
  }

  /**
   * Writes another quote of the order: its total, its invoice and its receipt.
   *
   * @param stallId of whose goods it is; null where that stays
   * @param zoneId the shipping zone of that quote
   */
  void quote(Order order, @Nullable String stallId, @Nullable String zoneId) {
    jdbc.sql(
            """
            UPDATE orders SET total_msat = :total, invoice_id = :invoice,
              extra_data = :receipt::json, shipping_id = :zone,
              stall_id = coalesce(:stall, stall_id)
            WHERE seq = :seq
            """)
        .param("stall", stallId)
        .param("total", order.total().value())
        .param("invoice", hex(order.invoice()))
        .param("receipt", Json.write(order.receipt()))
        .param("zone", zoneId)
        .param("seq", order.seq())
        .update();
  }

  /**
   * What was ordered, and to where.
   *
   * @param zoneId the shipping zone; null where the customer chose none
   */
  record Wish(List<OrderLine> lines, @Nullable String zoneId) {}

  Wish wish(long seq) {
    return jdbc.sql("SELECT order_items, shipping_id FROM orders WHERE seq = :seq")
        .param("seq", seq)
        .query(
            (row, number) ->
                new Wish(
                    Arrays.stream(Json.read(row.getString("order_items"), Item[].class))
                        .map(item -> new OrderLine(item.productId(), item.quantity()))
                        .toList(),
                    row.getString("shipping_id")))
        .single();
  }

  private record Item(@JsonProperty("product_id") String productId, long quantity) {}

  /** Where the order was refused before it was named to a node. */
  void forgetInvoice(long seq) {
    jdbc.sql("UPDATE orders SET invoice_id = NULL WHERE seq = :seq").param("seq", seq).update();
  }

  /** How many unpaid orders the customers of these have open at their merchants. */
  Map<OrderKey, Integer> countUnpaid(List<OrderKey> keys) {
    Map<OrderKey, Integer> counts = new HashMap<>();
    jdbc.sql(
            """
            SELECT place, (SELECT count(*) FROM orders WHERE merchant_id = merchant.id
              AND public_key = asked.customer AND unpaid) AS open
            FROM unnest(:merchants, :customers) WITH ORDINALITY AS asked (merchant, customer, place)
            JOIN merchant ON merchant.public_key = asked.merchant
            """)
        .param("merchants", texts(keys, key -> key.merchant().hex()))
        .param("customers", texts(keys, key -> key.customer().hex()))
        .query(
            row -> {
              counts.put(keys.get(row.getInt("place") - 1), row.getInt("open"));
            });
    return counts;
  }

  /** Whether a refund of this name is decided now; false where it was before. */
  boolean decideRefund(long seq, String name) {
    return jdbc.sql(
                """
                INSERT INTO refund_decision (order_seq, name) VALUES (:seq, :name)
                ON CONFLICT DO NOTHING
                """)
            .param("seq", seq)
            .param("name", name)
            .update()
        == 1;
  }

  /** The merchant has confirmed the order. */
  void clearDoubts(long seq) {
    jdbc.sql("UPDATE orders SET doubts = NULL WHERE seq = :seq").param("seq", seq).update();
  }

  void addShipment(long seq) {
    jdbc.sql(
            """
            WITH marked AS (UPDATE orders SET shipped = TRUE WHERE seq = :seq RETURNING seq)
            INSERT INTO shipment (order_seq, shipped_at) SELECT seq, :now FROM marked
            """)
        .param("seq", seq)
        .param("now", now())
        .update();
  }

  void undoShipment(long seq) {
    jdbc.sql(
            """
            WITH marked AS (UPDATE orders SET shipped = FALSE WHERE seq = :seq)
            UPDATE shipment SET undone_at = :now WHERE order_seq = :seq AND undone_at IS NULL
            """)
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

  private static @Nullable String hex(@Nullable PaymentHash hash) {
    return hash == null ? null : hash.hex();
  }

  private static Order order(ResultSet row, int number) throws SQLException {
    String invoice = row.getString("invoice_id");
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
        invoice == null ? null : new PaymentHash(invoice),
        Json.read(row.getString("extra_data"), Receipt.class),
        row.getBoolean("shipped"),
        Doubt.read(row.getString("doubts")));
  }
}
