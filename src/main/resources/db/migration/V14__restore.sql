-- Orders that were rebuilt from messages, and what their merchant has to say of them before they ship.
ALTER TABLE orders
  ADD COLUMN restored_at  TIMESTAMPTZ,
  ADD COLUMN doubts       TEXT;

COMMENT ON COLUMN orders.restored_at IS 'when it was rebuilt from messages; null for an order that was placed here';
COMMENT ON COLUMN orders.doubts IS 'why it ships only once its merchant has confirmed it, separated by spaces; null where there is no reason';
COMMENT ON COLUMN invoice.preimage_sealed IS 'AES-256-GCM under the master key; never shown before settlement; null where the order was restored, for the secret was lost, and where the node has drawn one of its own';

-- What restore reads: only history is in these, so an order that comes in touches neither.
CREATE INDEX message_history ON message (merchant_id, event_created_at, seq)
  WHERE state = 'HISTORY' AND incoming AND type = 0;
CREATE INDEX message_of_customers ON message (merchant_id, customer, order_id)
  WHERE incoming AND order_id IS NOT NULL AND (state = 'HISTORY' OR type = -1);

-- Going through a merchant's messages to rebuild what is not there. One of all messages is under way
-- at a time; where it has come to is committed with what it has written.
CREATE TABLE restore_run (
  id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_id     TEXT NOT NULL,
  event_id        TEXT,
  dry_run         BOOLEAN NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('UNDER_WAY', 'DONE', 'FAILED')),
  requested_at    TIMESTAMPTZ NOT NULL,
  due_at          TIMESTAMPTZ,
  leased_by       TEXT,
  claims          BIGINT NOT NULL DEFAULT 0,
  finished_at     TIMESTAMPTZ,
  at_time         TIMESTAMPTZ,
  at_seq          BIGINT,
  careful         BOOLEAN NOT NULL DEFAULT FALSE,
  failures        INTEGER NOT NULL DEFAULT 0,
  error           TEXT,
  orders_total    BIGINT NOT NULL DEFAULT 0,
  orders_read     BIGINT NOT NULL DEFAULT 0,
  messages_read   BIGINT NOT NULL DEFAULT 0,
  restored        BIGINT NOT NULL DEFAULT 0,
  repaired        BIGINT NOT NULL DEFAULT 0,
  unchanged       BIGINT NOT NULL DEFAULT 0,
  skipped         BIGINT NOT NULL DEFAULT 0,
  doubtful        BIGINT NOT NULL DEFAULT 0,
  more            BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX restore_run_under_way ON restore_run (merchant_id)
  WHERE finished_at IS NULL AND event_id IS NULL;
CREATE INDEX restore_run_due ON restore_run (due_at) WHERE finished_at IS NULL;
CREATE INDEX restore_run_newest ON restore_run (merchant_id, id DESC);
COMMENT ON COLUMN restore_run.event_id IS 'of the one message that it is about; null where it is about all';
COMMENT ON COLUMN restore_run.dry_run IS 'whether it only says what it would change';
COMMENT ON COLUMN restore_run.due_at IS 'when it is gone on with; while somebody does, when they are given up. Null once it is finished';
COMMENT ON COLUMN restore_run.claims IS 'rises with each claim: what comes of an older one is not recorded';
COMMENT ON COLUMN restore_run.at_seq IS 'with at_time, the order that was read last; null before the first';
COMMENT ON COLUMN restore_run.careful IS 'whether it goes on one by one, for one of several is at fault';
COMMENT ON COLUMN restore_run.failures IS 'times that it could not go on since it last did';
COMMENT ON COLUMN restore_run.error IS 'why it could not go on or be ended, as a code';
COMMENT ON COLUMN restore_run.orders_total IS 'messages with an order, as many as there were when it began';
COMMENT ON COLUMN restore_run.skipped IS 'messages that nothing could be made of';
COMMENT ON COLUMN restore_run.doubtful IS 'of the restored and repaired, those that their merchant has to confirm';
COMMENT ON COLUMN restore_run.more IS 'whether there was more to report than is kept';

CREATE TABLE restore_finding (
  run_id      BIGINT NOT NULL REFERENCES restore_run ON DELETE CASCADE,
  seq         BIGINT GENERATED ALWAYS AS IDENTITY,
  outcome     TEXT NOT NULL CHECK (outcome IN ('RESTORED', 'REPAIRED', 'SKIPPED')),
  event_id    TEXT,
  order_id    TEXT,
  public_key  TEXT NOT NULL,
  status      TEXT,
  doubts      TEXT,
  flags       TEXT,
  PRIMARY KEY (run_id, seq)
);
COMMENT ON COLUMN restore_finding.event_id IS 'that brought the order, or that nothing could be made of';
COMMENT ON COLUMN restore_finding.status IS 'of the order; null of what was skipped';
COMMENT ON COLUMN restore_finding.flags IS 'what else there is to know, as codes separated by spaces; of what was skipped, why';
