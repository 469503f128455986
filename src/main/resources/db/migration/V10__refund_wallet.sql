-- A refund is paid by the wallet that its payment came to.
ALTER TABLE refund ADD COLUMN wallet TEXT;
UPDATE refund SET wallet =
  coalesce((SELECT wallet FROM invoice WHERE invoice.payment_hash = refund.payment_hash), '');
ALTER TABLE refund ALTER COLUMN wallet SET NOT NULL;
CREATE INDEX refund_by_order ON refund (order_seq);
COMMENT ON COLUMN refund.wallet IS 'the payment''s, by which it is given back; empty is the default one';
