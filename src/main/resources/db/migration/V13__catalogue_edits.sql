-- Zones, stalls and products are edited by more than one, here and elsewhere with the same key.
ALTER TABLE zone ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE stall
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
  ADD COLUMN active  BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE product ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE merchant ADD COLUMN published BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE publication ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT '-infinity';
UPDATE publication SET changed_at = coalesce(event_created_at, now());

COMMENT ON COLUMN zone.version IS 'rises with each edit';
COMMENT ON COLUMN stall.version IS 'rises with each edit';
COMMENT ON COLUMN product.version IS 'rises with each edit, and not with its stock';
COMMENT ON COLUMN stall.active IS 'whether it takes orders, and relays show it and its products';
COMMENT ON COLUMN merchant.published IS 'whether relays are to show the stalls and products; false once the merchant has had them taken back';
COMMENT ON COLUMN publication.changed_at IS 'when it was last edited or deleted, or the time of the event that was taken over from a relay: what is older than this is no change';
