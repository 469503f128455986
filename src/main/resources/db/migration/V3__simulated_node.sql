-- What the simulated Lightning node keeps. It is a node of its own: nothing else reads these tables,
-- and none of its statements is part of anybody's transaction.

CREATE TABLE simulated_node (
  network     TEXT PRIMARY KEY,
  key_sealed  BYTEA NOT NULL
);
COMMENT ON COLUMN simulated_node.key_sealed IS 'the node''s secret key, AES-256-GCM under the master key';

CREATE TABLE simulated_invoice (
  payment_hash     TEXT PRIMARY KEY,
  preimage_sealed  BYTEA,
  bolt11           TEXT NOT NULL,
  amount_msat      BIGINT NOT NULL CHECK (amount_msat > 0),
  received_msat    BIGINT NOT NULL DEFAULT 0,
  state            TEXT NOT NULL CHECK (state IN ('OPEN', 'HELD', 'SETTLED', 'CANCELLED', 'EXPIRED')),
  expires_at       TIMESTAMPTZ NOT NULL,
  settled_at       TIMESTAMPTZ
);
CREATE INDEX simulated_invoice_expiring ON simulated_invoice (expires_at) WHERE state = 'OPEN';
COMMENT ON COLUMN simulated_invoice.preimage_sealed IS 'null for a hold invoice until it is settled';
COMMENT ON COLUMN simulated_invoice.state IS 'OPEN < HELD < SETTLED, CANCELLED, EXPIRED';
