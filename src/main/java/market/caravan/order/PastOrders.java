package market.caravan.order;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static market.caravan.Columns.flags;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.order.Orders.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Files orders that were before this database was, in the transaction of the route. Nobody is told,
 * no stock is taken, and no node is asked for anything.
 */
@Repository
public class PastOrders {

  private final JdbcClient jdbc;
  private final Orders orders;
  private final OrderHistory history;
  private final PastInvoices pastInvoices;
  private final Clock clock;

  PastOrders(
      JdbcClient jdbc,
      Orders orders,
      OrderHistory history,
      PastInvoices pastInvoices,
      Clock clock) {
    this.jdbc = jdbc;
    this.orders = orders;
    this.history = history;
    this.pastInvoices = pastInvoices;
    this.clock = clock;
  }

  /** Those of these orders that there are, locked. */
  public Map<OrderKey, RestoredOrder> lock(Collection<OrderKey> keys) {
    Map<OrderKey, Order> locked = orders.lockKnown(List.copyOf(keys));
    if (locked.isEmpty()) {
      return Map.of();
    }
    Map<Long, Past> past = past(locked.values().stream().map(Order::seq).toList());
    return locked.values().stream()
        .collect(
            toMap(
                Order::key, order -> known(order, Objects.requireNonNull(past.get(order.seq())))));
  }

  private static RestoredOrder known(Order order, Past past) {
    return new RestoredOrder(
        order.seq(),
        past.restored(),
        past.livedOn(),
        order.status(),
        order.doubts(),
        past.stallId(),
        order.receipt(),
        order.total(),
        order.invoice(),
        order.shipped(),
        past.invoices());
  }

  private record Past(
      boolean restored,
      boolean livedOn,
      @Nullable String stallId,
      Map<PaymentHash, Invoice.State> invoices) {}

  private Map<Long, Past> past(List<Long> seqs) {
    Map<Long, Map<PaymentHash, Invoice.State>> invoices = pastInvoices.states(seqs);
    Map<Long, Past> past = new HashMap<>();
    jdbc.sql(
            """
            SELECT seq, stall_id, restored_at IS NOT NULL AS restored,
              EXISTS (SELECT FROM order_history h WHERE h.order_seq = o.seq
                AND h.event NOT IN ('RESTORED', 'REPAIRED', 'DELIVERED', 'REPEATED',
                  'CONTRADICTED', 'TOLD')) AS lived_on
            FROM orders o WHERE seq = ANY (:seqs)
            """)
        .param("seqs", seqs.toArray(Long[]::new))
        .query(
            row -> {
              long seq = row.getLong("seq");
              past.put(
                  seq,
                  new Past(
                      row.getBoolean("restored"),
                      row.getBoolean("lived_on"),
                      row.getString("stall_id"),
                      invoices.getOrDefault(seq, Map.of())));
            });
    return past;
  }

  /** Whose invoices these are already, of any merchant; a hash that nobody has is left out. */
  public Map<PaymentHash, OrderKey> owners(Collection<PaymentHash> hashes) {
    return pastInvoices.owners(hashes);
  }

  static OrderKey key(ResultSet row) throws SQLException {
    return new OrderKey(
        new Pubkey(row.getString("merchant_public_key")),
        new Pubkey(row.getString("public_key")),
        row.getString("id"));
  }

  /**
   * Files orders that are not there, in their order.
   *
   * @return how many; one that has come to be there meanwhile is left alone
   */
  public int file(List<RestoreOrder> restored) {
    if (restored.isEmpty()) {
      return 0;
    }
    Map<OrderKey, Long> seqs = insert(restored);
    List<Filed> filed = new ArrayList<>();
    for (RestoreOrder order : restored) {
      Long seq = seqs.get(order.order().key());
      if (seq != null) {
        filed.add(new Filed(seq, order));
      }
    }
    addTo(filed, "RESTORED");
    return filed.size();
  }

  /** An order and the row that it was filed in. */
  record Filed(long seq, RestoreOrder order) {

    OrderHistory.Line line(String event) {
      return new OrderHistory.Line(seq, event, order.status(), Doubt.write(order.doubts()));
    }
  }

  private void addTo(List<Filed> filed, String event) {
    pastInvoices.name(filed);
    ship(filed.stream().filter(it -> it.order().shippedAt() != null).toList());
    history.remember(filed.stream().map(it -> it.line(event)).toList());
    Map<Boolean, List<Long>> byDelivery =
        filed.stream()
            .collect(groupingBy(it -> it.order().delivered(), mapping(Filed::seq, toList())));
    history.delivered(Set.copyOf(byDelivery.getOrDefault(true, List.of())));
  }

  private Map<OrderKey, Long> insert(List<RestoreOrder> restored) {
    Map<OrderKey, Long> seqs = new HashMap<>();
    jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, name, message, address, contact_data,
              order_items, stall_id, shipping_id, extra_data, total_msat, invoice_id, placed_at,
              restored_at, doubts, shipped)
            SELECT merchant_id, id, customer, merchant, event_id, event_created_at, status,
              content_sha256, name, message, address, contact, items::json, stall, zone,
              receipt::json, total, invoice, event_created_at, :now, doubts, shipped
            FROM unnest(:merchant_ids, :ids, :customers, :merchants, :event_ids,
                :event_created_ats::timestamptz[], :statuses, :contents, :names, :messages,
                :addresses, :contacts, :items, :stalls, :zones, :receipts, :totals, :invoices,
                :doubts, :shipped) WITH ORDINALITY
              AS past (merchant_id, id, customer, merchant, event_id, event_created_at, status,
                content_sha256, name, message, address, contact, items, stall, zone,
                receipt, total, invoice, doubts, shipped, place)
            ORDER BY place
            ON CONFLICT (merchant_id, public_key, id) DO NOTHING
            RETURNING seq, merchant_public_key, public_key, id
            """)
        .params(Orders.columns(restored.stream().map(RestoreOrder::order).toList()))
        .params(decided(restored))
        .param("merchant_ids", texts(restored, RestoreOrder::merchantId))
        .param("now", now())
        .query(
            row -> {
              seqs.put(key(row), row.getLong("seq"));
            });
    return seqs;
  }

  private static Map<String, Object> decided(List<RestoreOrder> restored) {
    return Map.of(
        "statuses", texts(restored, order -> order.status().name()),
        "stalls", texts(restored, RestoreOrder::stallId),
        "receipts", texts(restored, order -> Json.write(order.receipt())),
        "totals", numbers(restored, order -> order.total().value()),
        "invoices", texts(restored, order -> hex(order.invoice())),
        "doubts", texts(restored, order -> Doubt.write(order.doubts())),
        "shipped", flags(restored, order -> order.shippedAt() != null));
  }

  private static @Nullable String hex(@Nullable PaymentHash hash) {
    return hash == null ? null : hash.hex();
  }

  private void ship(List<Filed> shipped) {
    jdbc.sql(
            """
            INSERT INTO shipment (order_seq, shipped_at)
            SELECT * FROM unnest(:orders, :times::timestamptz[])
            ON CONFLICT (order_seq) WHERE undone_at IS NULL DO NOTHING
            """)
        .param("orders", numbers(shipped, Filed::seq))
        .param("times", times(shipped, it -> it.order().shippedAt()))
        .update();
  }

  /**
   * Writes what is known now of an order that was restored before. Of one that has lived on, it is
   * no more than whose goods it was of.
   */
  public void repair(RestoredOrder before, RestoreOrder now) {
    jdbc.sql("UPDATE orders SET stall_id = :stall, extra_data = :receipt::json WHERE seq = :seq")
        .param("stall", before.stall(now))
        .param("receipt", Json.write(receipt(before, now)))
        .param("seq", before.seq())
        .update();
    if (before.hasLivedOn()) {
      history.remember(
          List.of(new OrderHistory.Line(before.seq(), "REPAIRED", before.status(), null)));
      return;
    }
    pastInvoices.forget(before.seq());
    jdbc.sql(
            """
            UPDATE orders SET status = :status, doubts = :doubts, total_msat = :total,
              invoice_id = :invoice, shipped = :shipped WHERE seq = :seq
            """)
        .param("status", now.status().name())
        .param("doubts", Doubt.write(now.doubts()))
        .param("total", now.total().value())
        .param("invoice", hex(now.invoice()))
        .param("shipped", now.shippedAt() != null)
        .param("seq", before.seq())
        .update();
    if (now.shippedAt() == null) {
      orders.undoShipment(before.seq());
    }
    addTo(List.of(new Filed(before.seq(), now)), "REPAIRED");
  }

  private static Receipt receipt(RestoredOrder before, RestoreOrder now) {
    Receipt mended = before.mended(now);
    return before.hasLivedOn() ? mended : mended.because(now.receipt().failMessage());
  }

  private OffsetDateTime now() {
    return timestamp(clock.instant());
  }
}
