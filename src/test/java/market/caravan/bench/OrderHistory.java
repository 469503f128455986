package market.caravan.bench;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders of long ago, paid: copies of what is there, under other ids. */
final class OrderHistory {

  private OrderHistory() {}

  static void write(JdbcClient database, int size) {
    database
        .sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, stall_id,
              shipping_id, extra_data, total_msat, placed_at)
            SELECT merchant_id, 'history-' || n, public_key, merchant_public_key, event_id,
              event_created_at, 'PAID', content_sha256, contact_data, order_items, stall_id,
              shipping_id, extra_data, total_msat, placed_at
            FROM (SELECT o.*, row_number() OVER () AS n FROM orders o, generate_series(1, 20)) o
            LIMIT :size
            """)
        .param("size", size)
        .update();
    database
        .sql(
            """
            INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
              type, order_id, content, event, relay, state, received_at)
            SELECT merchant_id, md5(n::text) || md5((n + 1)::text), event_created_at, kind, customer,
              incoming, type, order_id, content, event, relay, 'DONE', received_at
            FROM (SELECT m.*, row_number() OVER () AS n FROM message m, generate_series(1, 20)) m
            LIMIT :size
            """)
        .param("size", size)
        .update();
    database
        .sql(
            """
            INSERT INTO outbox (merchant_id, lane, recipient, kind, type, content, tags, not_before,
              state, created_at, event_time)
            SELECT merchant_id, lane, recipient, kind, type, content, tags, not_before, 'DELIVERED',
              created_at, event_time
            FROM outbox, generate_series(1, 20) WHERE kind = 4 LIMIT :size
            """)
        .param("size", size)
        .update();
    database
        .sql(
            """
            INSERT INTO outbox_event (event_id, outbox_seq, created_at, signed_at, event)
            SELECT md5(o.seq::text) || md5(o.content), o.seq, o.created_at, o.created_at, o.content
            FROM outbox o WHERE NOT EXISTS (SELECT FROM outbox_event e WHERE e.outbox_seq = o.seq)
            LIMIT :size
            """)
        .param("size", size)
        .update();
    database.sql("ANALYZE").update();
  }
}
