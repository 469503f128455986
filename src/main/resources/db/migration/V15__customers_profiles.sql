-- What customers say of themselves is read from the relays, the new ones first.
ALTER TABLE customer ADD COLUMN profile_due_at TIMESTAMPTZ NOT NULL DEFAULT 'epoch';
CREATE INDEX customer_profile_due ON customer (profile_due_at);
COMMENT ON COLUMN customer.profile IS '{"name", "about"} of their kind 0, cut to what is shown; {} where they have none';
COMMENT ON COLUMN customer.event_created_at IS 'of that profile; null while there is none';
COMMENT ON COLUMN customer.profile_due_at IS 'when relays are next asked for it';
