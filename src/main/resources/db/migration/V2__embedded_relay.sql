-- The embedded relay's own events. Nothing but its socket leads from here to an order.
-- Keys and ids are lower-case hex; created_at is the author's claim, in Unix seconds.

CREATE SCHEMA relay;

CREATE TABLE relay.event (
  seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          TEXT COLLATE "C" NOT NULL UNIQUE,
  pubkey      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  kind        INTEGER NOT NULL,
  address     TEXT COLLATE "C" UNIQUE,
  json        TEXT NOT NULL
);
CREATE INDEX event_newest ON relay.event (created_at DESC, id);
CREATE INDEX event_by_pubkey ON relay.event (pubkey, created_at DESC);
CREATE INDEX event_by_kind ON relay.event (kind, created_at DESC);
COMMENT ON COLUMN relay.event.seq IS 'the order in which events were committed: one writer, one transaction at a time';
COMMENT ON COLUMN relay.event.address IS 'SHA-256 of "kind:pubkey:d" for what its author replaces; null for what stays';

CREATE TABLE relay.event_tag (
  hash        BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  PRIMARY KEY (hash, created_at, seq)
);
COMMENT ON TABLE relay.event_tag IS 'finds events by their one-letter tags; written and deleted with its event';
COMMENT ON COLUMN relay.event_tag.hash IS 'the first 64 bits of the SHA-256 of "name:value", for a value may be long or have a NUL';

CREATE TABLE relay.deletion (
  target      TEXT COLLATE "C" NOT NULL,
  pubkey      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (target, pubkey)
);
COMMENT ON TABLE relay.deletion IS 'what its author has deleted (NIP-09) and must not come back';
COMMENT ON COLUMN relay.deletion.target IS 'an event''s id, or an address as in event';
COMMENT ON COLUMN relay.deletion.created_at IS 'of the deletion: of an address, what is younger stays';
