package market.caravan.crash;

import java.util.LinkedHashMap;
import java.util.Map;

/** Each rule with the statement that finds what breaks it, in one snapshot of the database. */
final class Rules {

  /** Whatever is on its way. */
  static final Map<String, String> ALWAYS = new LinkedHashMap<>();

  /** Once nothing is on its way any more. */
  static final Map<String, String> ONCE_SETTLED = new LinkedHashMap<>();

  private Rules() {}

  static {
    ALWAYS.put(
        "an order has one live invoice",
        """
        SELECT 'order ' || order_seq FROM invoice
        WHERE state IN ('OPEN', 'HELD', 'SETTLED')
        GROUP BY order_seq HAVING count(*) > 1
        """);
    ALWAYS.put(
        "the node has one payable invoice of an order",
        """
        SELECT 'order ' || order_seq FROM invoice JOIN simulated_invoice n USING (payment_hash)
        WHERE n.state IN ('OPEN', 'HELD', 'SETTLED') GROUP BY order_seq HAVING count(*) > 1
        """);
    ALWAYS.put(
        "money in is what is kept and what goes back",
        """
        SELECT 'order ' || i.order_seq || ': ' || i.refund_msat || ' of ' || i.received_msat
        FROM invoice i JOIN orders o ON o.seq = i.order_seq
        WHERE i.refund_msat <> coalesce((
            SELECT sum(amount_msat) FROM refund r WHERE r.payment_hash = i.payment_hash), 0)
          OR i.state = 'SETTLED' AND i.received_msat - i.refund_msat
               <> CASE o.status WHEN 'PAID' THEN o.total_msat ELSE 0 END
        """);
    ALWAYS.put(
        "what goes back is sent once",
        """
        SELECT 'refund ' || r.seq || ' ' || r.state || ': ' || sent.msat || ' sent' FROM refund r,
          LATERAL (SELECT coalesce(sum(p.amount_msat), 0) AS msat FROM refund_invoice i
                   JOIN simulated_payment p USING (payment_hash) WHERE i.refund_seq = r.seq) sent
        WHERE sent.msat NOT IN (0, r.amount_msat) OR r.state = 'PAID' AND sent.msat = 0
        """);
    ALWAYS.put(
        "the node has only invoices that an attempt has named",
        "SELECT payment_hash FROM simulated_invoice EXCEPT SELECT payment_hash FROM invoice");
    ALWAYS.put(
        "an order is paid only when the node has settled",
        """
        SELECT 'order ' || o.seq || ' ' || o.status FROM orders o
        WHERE o.status IN ('PAID', 'REFUND_DUE', 'REFUNDED') AND NOT EXISTS (
          SELECT 1 FROM invoice i JOIN simulated_invoice n USING (payment_hash)
          WHERE i.order_seq = o.seq AND n.state = 'SETTLED')
        """);
    ALWAYS.put(
        "what is reserved is what open orders hold",
        """
        SELECT p.id || ': ' || p.reserved FROM product p
        WHERE p.quantity IS NOT NULL AND p.reserved <> coalesce((
          SELECT sum(r.quantity) FROM reservation r WHERE r.merchant_id = p.merchant_id
            AND r.product_id = p.id AND r.state = 'HELD'), 0)
        """);
    ALWAYS.put(
        "an order holds or has what its status says",
        """
        SELECT 'order ' || o.seq || ' ' || o.status || ' ' || r.state
        FROM orders o JOIN reservation r ON r.order_seq = o.seq
        WHERE r.state <> CASE WHEN o.status IN ('PLACED', 'AWAITING_PAYMENT') THEN 'HELD'
                              WHEN o.status = 'PAID' THEN 'COMMITTED' ELSE 'RELEASED' END
        """);
    ALWAYS.put(
        "an order's message has its order",
        """
        SELECT 'message ' || m.seq FROM message m
        WHERE m.type = 0 AND m.incoming AND m.state = 'DONE' AND NOT EXISTS (
          SELECT 1 FROM orders o WHERE o.merchant_id = m.merchant_id
            AND o.public_key = m.customer AND o.id = m.order_id)
        """);
    ALWAYS.put(
        "an order has its message",
        """
        SELECT 'order ' || o.seq FROM orders o WHERE NOT EXISTS (SELECT 1 FROM message m
          WHERE m.merchant_id = o.merchant_id AND m.event_id = o.event_id AND m.state = 'DONE')
        """);
    ALWAYS.put(
        "what belongs to an order or to a message has it",
        """
        SELECT 'row of order ' || order_seq FROM (
          SELECT order_seq FROM order_history UNION SELECT order_seq FROM invoice
          UNION SELECT order_seq FROM reservation
          UNION SELECT order_seq FROM outbox WHERE order_seq IS NOT NULL) part
        WHERE NOT EXISTS (SELECT FROM orders o WHERE o.seq = part.order_seq)
        UNION SELECT 'event ' || event_id FROM outbox_event e
        WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.seq = e.outbox_seq)
        UNION SELECT 'delivery of ' || event_id FROM outbox_delivery d
        WHERE NOT EXISTS (SELECT FROM outbox_event e WHERE e.event_id = d.event_id)
        """);
    ALWAYS.put("a reply for each thing that is to be told", Replies.MISSING);
    ALWAYS.put(
        "a reply is acknowledged, or visibly pending",
        """
        SELECT 'outbox ' || o.seq || ' ' || o.state FROM outbox o
        WHERE (o.state = 'PENDING' AND o.due_at IS NULL)
           OR (o.state = 'DEAD' AND o.error IS NULL)
           OR (o.state = 'DELIVERED' AND NOT EXISTS (
                 SELECT 1 FROM outbox_event e JOIN outbox_delivery d USING (event_id)
                 WHERE e.outbox_seq = o.seq AND d.outcome = 'ACCEPTED'))
        """);

    ONCE_SETTLED.put(
        "an order is paid when the node has settled",
        """
        SELECT 'order ' || o.seq || ' ' || o.status FROM orders o
        JOIN invoice i ON i.order_seq = o.seq JOIN simulated_invoice n USING (payment_hash)
        WHERE n.state = 'SETTLED' AND o.status NOT IN ('PAID', 'REFUND_DUE', 'REFUNDED')
        """);
    ONCE_SETTLED.put(
        "an attempt is what the node says",
        """
        SELECT 'order ' || i.order_seq || ' ' || i.state || ', node: ' || coalesce(n.state, '-')
        FROM invoice i LEFT JOIN simulated_invoice n USING (payment_hash)
        WHERE i.state IS DISTINCT FROM n.state
        """);
    ONCE_SETTLED.put(
        "the node has nothing left to be told",
        "SELECT 'order ' || order_seq FROM invoice WHERE instruction IS NOT NULL");
    ONCE_SETTLED.put(
        "no refund is on its way",
        "SELECT 'refund ' || seq || ' ' || state FROM refund WHERE state <> 'PAID'");
    ONCE_SETTLED.put(
        "an order is refunded when its money is back",
        "SELECT 'order ' || seq FROM orders WHERE status = 'REFUND_DUE'");
    ONCE_SETTLED.put(
        "no order is without an answer",
        "SELECT 'order ' || seq FROM orders WHERE status = 'PLACED'");
    ONCE_SETTLED.put(
        "no message waits or has failed",
        "SELECT 'message ' || seq || ' ' || state FROM message WHERE state IN ('WAITING', 'FAILED')");
    ONCE_SETTLED.put(
        "every reply is with a relay",
        "SELECT 'outbox ' || seq || ' ' || state FROM outbox WHERE state IN ('PENDING', 'DEAD')");
  }
}
