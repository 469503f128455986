package market.caravan.order;

import static market.caravan.Columns.flags;
import static market.caravan.Columns.numbers;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.order.Orders.timestamp;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The attempts' rows of restored orders, in the transaction of their caller. */
@Repository
class PastInvoices {

  private final JdbcClient jdbc;
  private final CheckoutProperties properties;
  private final Clock clock;

  PastInvoices(JdbcClient jdbc, CheckoutProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * How the orders' invoices stand, by order; those that their nodes have not made are left out.
   */
  Map<Long, Map<PaymentHash, Invoice.State>> states(List<Long> seqs) {
    Map<Long, Map<PaymentHash, Invoice.State>> invoices = new HashMap<>();
    jdbc.sql(
            """
            SELECT order_seq, payment_hash, state FROM invoice
            WHERE order_seq = ANY (:seqs) AND state <> 'NAMED'
            """)
        .param("seqs", seqs.toArray(Long[]::new))
        .query(
            row -> {
              invoices
                  .computeIfAbsent(row.getLong("order_seq"), seq -> new HashMap<>())
                  .put(
                      new PaymentHash(row.getString("payment_hash")),
                      Invoice.State.valueOf(row.getString("state")));
            });
    return invoices;
  }

  /** Whose invoices these are already; a hash that nobody has is left out. */
  Map<PaymentHash, OrderKey> owners(Collection<PaymentHash> hashes) {
    Map<PaymentHash, OrderKey> owners = new HashMap<>();
    jdbc.sql(
            """
            SELECT i.payment_hash, o.merchant_public_key, o.public_key, o.id
            FROM invoice i JOIN orders o ON o.seq = i.order_seq
            WHERE i.payment_hash = ANY (:hashes)
            """)
        .param("hashes", texts(hashes, PaymentHash::hex))
        .query(
            row -> {
              owners.put(new PaymentHash(row.getString("payment_hash")), PastOrders.key(row));
            });
    return owners;
  }

  private record Named(PastOrders.Filed filed, int number, PastInvoice invoice) {

    boolean isCurrent() {
      return invoice.hash().equals(filed.order().invoice());
    }

    @Nullable String receipt() {
      return isCurrent() ? null : Json.write(filed.order().receipt());
    }

    @Nullable String zone() {
      return isCurrent() ? null : filed.order().order().zoneId();
    }
  }

  private static List<Named> named(List<PastOrders.Filed> filed) {
    List<Named> named = new ArrayList<>();
    for (PastOrders.Filed each : filed) {
      int number = 1;
      for (PastInvoice invoice : each.order().invoices()) {
        named.add(new Named(each, number++, invoice));
      }
    }
    return named;
  }

  /** Writes the invoices of orders that have none yet. */
  void name(List<PastOrders.Filed> filed) {
    List<Named> named = named(filed);
    if (named.isEmpty()) {
      return;
    }
    List<PastInvoice> invoices = named.stream().map(Named::invoice).toList();
    jdbc.sql(
            """
            INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, amount_msat, memo,
              expiry_s, hold, state, bolt11, received_msat, created_at, opened_at, expires_at,
              settled_at, held_at, quote, shipping_id)
            SELECT seq, attempt, wallet, hash, amount, memo,
              least(greatest(extract(epoch FROM expires - made), 0), 2147483647)::integer, :hold,
              state, bolt11, received, made, CASE WHEN known THEN :now::timestamptz END, expires,
              settled, CASE WHEN state = 'HELD' THEN :now::timestamptz END, quote::json, zone
            FROM unnest(:orders, :attempts, :wallets, :hashes, :amounts, :memos, :states, :bolt11s,
                :received, :made::timestamptz[], :expires::timestamptz[], :settled::timestamptz[],
                :known, :quotes, :zones)
              AS past (seq, attempt, wallet, hash, amount, memo, state, bolt11, received, made,
                expires, settled, known, quote, zone)
            """)
        .param("orders", numbers(named, each -> each.filed().seq()))
        .param("attempts", named.stream().map(Named::number).toArray(Integer[]::new))
        .param("quotes", texts(named, Named::receipt))
        .param("zones", texts(named, Named::zone))
        .params(columns(invoices))
        .param("hold", properties.holdsPayments())
        .param("now", now())
        .update();
  }

  private static Map<String, Object> columns(List<PastInvoice> invoices) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("wallets", texts(invoices, PastInvoice::wallet));
    columns.put("hashes", texts(invoices, invoice -> invoice.hash().hex()));
    columns.put("amounts", numbers(invoices, invoice -> invoice.amount().value()));
    columns.put("memos", texts(invoices, PastInvoice::memo));
    columns.put("states", texts(invoices, invoice -> invoice.state().name()));
    columns.put("bolt11s", texts(invoices, PastInvoice::bolt11));
    columns.put("received", numbers(invoices, invoice -> invoice.received().value()));
    columns.put("made", times(invoices, PastInvoice::madeAt));
    columns.put("expires", times(invoices, PastInvoice::expiresAt));
    columns.put("settled", times(invoices, PastInvoice::settledAt));
    columns.put("known", flags(invoices, PastInvoice::known));
    return columns;
  }

  /** Of an order that is written anew; nothing has happened to it yet. */
  void forget(long orderSeq) {
    jdbc.sql("DELETE FROM invoice WHERE order_seq = :seq").param("seq", orderSeq).update();
  }

  private OffsetDateTime now() {
    return timestamp(clock.instant());
  }
}
