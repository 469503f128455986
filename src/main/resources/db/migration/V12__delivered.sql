-- What an autoreply has delivered is in the order's history; before, nobody wrote that down.
INSERT INTO order_history (order_seq, at, event, status)
SELECT order_seq, min(created_at), 'DELIVERED', 'PAID' FROM outbox
WHERE order_seq IS NOT NULL AND once_key LIKE 'autoreply:%' GROUP BY order_seq;
