-- A zone is shared by stalls, and each of them tells it.
ALTER TABLE zone ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT '-infinity';

COMMENT ON COLUMN zone.changed_at IS 'when it was last edited, or the time of the latest event of a stall that told it: what an older one tells of it is no change';
