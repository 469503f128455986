package market.caravan.crash;

/**
 * How many replies an order's history makes: docs/order-lifecycle.md has them in its last column.
 */
final class Replies {

  /** Orders whose outbox has more or fewer rows than their history has things to tell. */
  static final String MISSING =
      """
      WITH told AS (
        SELECT order_seq, count(*) FILTER (WHERE
            event IN ('REFUSED', 'SOLD_OUT', 'NO_INVOICE', 'NO_NEW_INVOICE', 'SETTLED',
                      'SETTLED_SOLD_OUT', 'SETTLED_SHORT', 'SETTLED_OVER', 'UNANSWERED',
                      'CANCELLED_BY_CUSTOMER', 'REFUND_DECIDED', 'REFUND_DECIDED_IN_PART', 'SHIPPED', 'UNSHIPPED', 'REFUNDED',
                      'TOLD', 'CONTRADICTED')
            OR event = 'CANCELLED_BY_MERCHANT' AND before <> 'CANCELLED'
            OR event = 'OPENED' AND status = 'AWAITING_PAYMENT'
            OR event = 'REPEATED' AND status <> 'PLACED'
            OR event = 'LAPSED' AND before IN ('PLACED', 'AWAITING_PAYMENT')) AS n
        FROM (SELECT *, lag(status) OVER (PARTITION BY order_seq ORDER BY seq) AS before
              FROM order_history) AS history GROUP BY order_seq)
      SELECT 'order ' || o.seq || ': ' || coalesce(t.n, 0) || ' to tell, ' || written.n || ' written'
      FROM orders o LEFT JOIN told t ON t.order_seq = o.seq,
        LATERAL (SELECT count(*) AS n FROM outbox b
                 WHERE b.order_seq = o.seq AND b.once_key IS NULL) AS written
      WHERE coalesce(t.n, 0) <> written.n
      """;

  private Replies() {}
}
