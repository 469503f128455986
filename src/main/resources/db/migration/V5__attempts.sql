-- An order may be invoiced again: each attempt keeps what it was quoted, and whether its payment is held.
ALTER TABLE invoice
  ADD COLUMN hold         BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN quote        JSON,
  ADD COLUMN shipping_id  TEXT,
  ADD COLUMN refund_msat  BIGINT NOT NULL DEFAULT 0
    CONSTRAINT no_more_goes_back_than_came CHECK (refund_msat BETWEEN 0 AND received_msat);

-- What a merchant has decided to give back, by names of their own: asked twice, it is decided once.
CREATE TABLE refund_decision (
  order_seq  BIGINT NOT NULL REFERENCES orders,
  name       TEXT NOT NULL,
  PRIMARY KEY (order_seq, name)
);

COMMENT ON COLUMN invoice.hold IS 'whether its payment is locked in first, and ours to settle or to cancel';
COMMENT ON COLUMN invoice.quote IS 'what a superseded attempt was quoted, as orders.extra_data has it; null for the order''s current one, whose quote is the order''s';
COMMENT ON COLUMN invoice.shipping_id IS 'the zone of that quote';
COMMENT ON COLUMN invoice.refund_msat IS 'of what was received, what was decided to go back so far';
