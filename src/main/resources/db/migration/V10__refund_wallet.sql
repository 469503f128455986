-- A refund is paid by the wallet that its payment came to. What may be on its way is the default one's,
-- by which all were paid before.
ALTER TABLE refund ADD COLUMN wallet TEXT;
UPDATE refund SET wallet =
  CASE WHEN EXISTS (SELECT FROM refund_invoice WHERE refund_seq = seq AND refund_invoice.state = 'LIVE')
       THEN ''
       ELSE coalesce((SELECT wallet FROM invoice WHERE invoice.payment_hash = refund.payment_hash), '')
  END;
ALTER TABLE refund ALTER COLUMN wallet SET NOT NULL;
CREATE INDEX refund_by_order ON refund (order_seq);
COMMENT ON COLUMN refund.wallet IS 'the payment''s, by which it is given back; empty is the default one';
