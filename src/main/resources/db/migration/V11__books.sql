-- A wallet whose node can't be compared with ends no comparison of the others.
ALTER TABLE reconciliation
  ADD COLUMN left_out JSONB NOT NULL DEFAULT '{}',
  DROP CONSTRAINT reconciliation_state_check,
  ADD CONSTRAINT reconciliation_state_check
    CHECK (state IN ('REQUESTED', 'SUSPECTING', 'DONE', 'INCOMPLETE', 'FAILED'));

COMMENT ON COLUMN reconciliation.state IS 'SUSPECTING: what differed is to be looked at a second time. INCOMPLETE: it came to its end without the wallets that are left out';
COMMENT ON COLUMN reconciliation.left_out IS '{wallet: why it could not be compared, or not to the end, as a code}';
COMMENT ON COLUMN reconciliation.error IS 'why it could not be ended, as a code; null where it was, be it without some wallets';
COMMENT ON COLUMN reconciliation_difference.confirmed IS 'whether it was there at the second look, too; what was not is deleted then. What is still false at the end is of a wallet that is left out, and nobody knows';

-- Since when a payment is held; an ordinary order is never in the index.
ALTER TABLE invoice ADD COLUMN held_at TIMESTAMPTZ;
UPDATE invoice SET held_at = coalesce(opened_at, created_at) WHERE state = 'HELD';
CREATE INDEX invoice_held ON invoice (held_at) WHERE state = 'HELD';

COMMENT ON COLUMN invoice.held_at IS 'when we heard that a payment is locked in; null where none ever was';
