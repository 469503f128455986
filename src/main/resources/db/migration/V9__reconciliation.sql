-- What a comparison of our orders and invoices with the nodes' word has found. It changes nothing else.

CREATE TABLE reconciliation (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state         TEXT NOT NULL CHECK (state IN ('REQUESTED', 'SUSPECTING', 'DONE', 'FAILED')),
  requested_at  TIMESTAMPTZ NOT NULL,
  since         TIMESTAMPTZ NOT NULL,
  until         TIMESTAMPTZ NOT NULL,
  due_at        TIMESTAMPTZ,
  finished_at   TIMESTAMPTZ,
  attempts      BIGINT NOT NULL DEFAULT 0,
  settled       BIGINT NOT NULL DEFAULT 0,
  differences   BIGINT NOT NULL DEFAULT 0,
  more          BOOLEAN NOT NULL DEFAULT FALSE,
  error         TEXT
);
CREATE UNIQUE INDEX reconciliation_under_way ON reconciliation ((TRUE)) WHERE finished_at IS NULL;
COMMENT ON COLUMN reconciliation.state IS 'SUSPECTING: what differed is to be looked at a second time';
COMMENT ON COLUMN reconciliation.since IS 'of what was made or paid from then on, and before until';
COMMENT ON COLUMN reconciliation.due_at IS 'when its next look begins; while one is under way, when it is given up. Null once it is finished';
COMMENT ON COLUMN reconciliation.attempts IS 'of ours that were looked up at their node';
COMMENT ON COLUMN reconciliation.settled IS 'invoices that the nodes have listed as settled, other people''s too';
COMMENT ON COLUMN reconciliation.more IS 'whether there were more differences than are kept';
COMMENT ON COLUMN reconciliation.error IS 'why it could not be ended, as a code; null where it was';

CREATE TABLE reconciliation_difference (
  reconciliation_id  BIGINT NOT NULL REFERENCES reconciliation ON DELETE CASCADE,
  seq                BIGINT GENERATED ALWAYS AS IDENTITY,
  kind               TEXT NOT NULL,
  confirmed          BOOLEAN NOT NULL,
  wallet             TEXT NOT NULL,
  payment_hash       TEXT,
  merchant_id        TEXT,
  order_id           TEXT,
  public_key         TEXT,
  here               TEXT,
  here_msat          BIGINT,
  at_node            TEXT,
  at_node_msat       BIGINT,
  PRIMARY KEY (reconciliation_id, seq),
  UNIQUE (reconciliation_id, payment_hash)
);
COMMENT ON COLUMN reconciliation_difference.confirmed IS 'whether it was there at the second look, too; what was not is deleted then';
COMMENT ON COLUMN reconciliation_difference.payment_hash IS 'null where an order has none that is settled';
COMMENT ON COLUMN reconciliation_difference.merchant_id IS 'null where only the node knows the invoice';
COMMENT ON COLUMN reconciliation_difference.order_id IS 'the customer''s own; from the invoice''s memo where only the node knows it';
COMMENT ON COLUMN reconciliation_difference.here IS 'the attempt''s state, or the order''s status; null where we know nothing of it';
COMMENT ON COLUMN reconciliation_difference.at_node IS 'the invoice''s state; null where the node knows nothing of it';
COMMENT ON COLUMN reconciliation_difference.here_msat IS 'received, as we have it';
COMMENT ON COLUMN reconciliation_difference.at_node_msat IS 'received, as the node has it';
