-- What the simulated Lightning node has paid, to itself and to others.

CREATE TABLE simulated_payment (
  payment_hash  TEXT PRIMARY KEY,
  amount_msat   BIGINT NOT NULL CHECK (amount_msat > 0),
  paid_at       TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN simulated_payment.payment_hash IS 'of the invoice that was paid: each is paid once';
COMMENT ON COLUMN simulated_payment.amount_msat IS 'what was paid: a simulated payment costs no fee';
