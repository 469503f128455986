-- Amounts are millisatoshi (*_msat) or decimals with a currency beside them; times are timestamptz.
-- Where rows come by the thousand there are no foreign keys: to check one is to look a row up and to
-- lock it, once for each. What belongs to an order or to a message is written in the transaction that
-- has locked it, and nothing ever deletes an order. Tables whose rows move
-- through states leave room on their pages (fillfactor), so that a new version stays beside the old.
-- Messages of usual size are kept as they are (toast_tuple_target): what is encrypted does not compress.
-- Keys, ids and hashes are lower-case hex. A customer's text is TEXT with NUL replaced.

CREATE TABLE account (
  id          TEXT PRIMARY KEY,
  created_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE api_key (
  key_sha256  TEXT PRIMARY KEY,
  account_id  TEXT NOT NULL REFERENCES account,
  kind        TEXT NOT NULL CHECK (kind IN ('ADMIN', 'INVOICE')),
  created_at  TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN api_key.key_sha256 IS 'SHA-256 of the key; the key itself is shown once and not kept';
COMMENT ON COLUMN api_key.kind IS 'ADMIN may change things, INVOICE only reads';

CREATE TABLE merchant (
  id                  TEXT PRIMARY KEY,
  account_id          TEXT NOT NULL UNIQUE REFERENCES account,
  public_key          TEXT NOT NULL UNIQUE,
  private_key_sealed  BYTEA NOT NULL,
  active              BOOLEAN NOT NULL,
  config              JSONB NOT NULL,
  first_caught_up_at  TIMESTAMPTZ,
  created_at          TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN merchant.private_key_sealed IS 'AES-256-GCM under the master key';
COMMENT ON COLUMN merchant.config IS 'name, about, picture .. as api.md MerchantConfig has them';
COMMENT ON COLUMN merchant.first_caught_up_at IS 'when all relays had been read for the first time, or had had their time for it: orders wait for that; an order created before it and older than the age limit is history';

CREATE TABLE zone (
  merchant_id  TEXT NOT NULL REFERENCES merchant,
  id           TEXT NOT NULL,
  name         TEXT NOT NULL,
  currency     TEXT NOT NULL,
  cost         NUMERIC NOT NULL CHECK (cost >= 0),
  countries    TEXT[] NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
COMMENT ON COLUMN zone.cost IS 'base cost of an order, in currency; charged once';

CREATE TABLE stall (
  merchant_id       TEXT NOT NULL REFERENCES merchant,
  id                TEXT NOT NULL,
  wallet            TEXT NOT NULL,
  name              TEXT NOT NULL,
  currency          TEXT NOT NULL,
  description       TEXT NOT NULL,
  image_url         TEXT,
  pending           BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (merchant_id, id)
);
COMMENT ON COLUMN stall.wallet IS 'name of a Lightning backend; empty is the default one';
COMMENT ON COLUMN stall.pending IS 'read from a relay, and not yet accepted by the merchant';

CREATE TABLE stall_zone (
  merchant_id  TEXT NOT NULL,
  stall_id     TEXT NOT NULL,
  zone_id      TEXT NOT NULL,
  position     INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, stall_id, zone_id),
  FOREIGN KEY (merchant_id, stall_id) REFERENCES stall ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, zone_id) REFERENCES zone
);

CREATE TABLE product (
  merchant_id         TEXT NOT NULL,
  id                  TEXT NOT NULL,
  stall_id            TEXT NOT NULL,
  name                TEXT NOT NULL,
  description         TEXT NOT NULL,
  categories          TEXT[] NOT NULL,
  images              TEXT[] NOT NULL,
  price               NUMERIC NOT NULL CHECK (price >= 0),
  quantity            BIGINT,
  reserved            BIGINT NOT NULL DEFAULT 0,
  active              BOOLEAN NOT NULL,
  use_autoreply       BOOLEAN NOT NULL,
  autoreply_message   TEXT,
  shipping            JSONB NOT NULL,
  pending             BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, stall_id) REFERENCES stall,
  CONSTRAINT stock_is_never_oversold CHECK (reserved >= 0 AND (quantity IS NULL OR reserved <= quantity))
) WITH (fillfactor = 50);
CREATE INDEX product_by_stall ON product (merchant_id, stall_id);
COMMENT ON COLUMN product.price IS 'of one piece, in the currency of the stall';
COMMENT ON COLUMN product.quantity IS 'pieces in the merchant''s hands, reserved ones included; null is unlimited';
COMMENT ON COLUMN product.reserved IS 'pieces that open orders hold';
COMMENT ON COLUMN product.shipping IS '[{"id": zone id, "cost": extra cost of one piece}]';
COMMENT ON COLUMN product.pending IS 'read from a relay, and not yet accepted by the merchant';

-- What relays have been told of a merchant, a stall or a product, and whether they are to be told anew.
CREATE TABLE publication (
  merchant_id       TEXT NOT NULL REFERENCES merchant,
  kind              INTEGER NOT NULL CHECK (kind IN (0, 30017, 30018)),
  id                TEXT NOT NULL,
  due               BOOLEAN NOT NULL,
  due_after         TIMESTAMPTZ NOT NULL,
  listed            BOOLEAN NOT NULL DEFAULT FALSE,
  quantity          BIGINT,
  outbox_seq        BIGINT,
  event_id          TEXT,
  event_created_at  TIMESTAMPTZ,
  PRIMARY KEY (merchant_id, kind, id)
) WITH (fillfactor = 50);
CREATE INDEX publication_underway ON publication (outbox_seq) WHERE outbox_seq IS NOT NULL;
COMMENT ON COLUMN publication.id IS 'of the stall or product; empty for the merchant''s profile';
COMMENT ON COLUMN publication.due IS 'something other than the stock has changed since the latest event was written';
COMMENT ON COLUMN publication.due_after IS 'no other event is written before this';
COMMENT ON COLUMN publication.listed IS 'the latest event shows it; false where that was its deletion';
COMMENT ON COLUMN publication.quantity IS 'of a product, less what is reserved, as the latest event said it';
COMMENT ON COLUMN publication.outbox_seq IS 'the event on its way to the relays; null while there is none';
COMMENT ON COLUMN publication.event_id IS 'the latest event that shows it and that a relay has accepted';
COMMENT ON COLUMN publication.event_created_at IS 'of the latest event that was sent: the next one is younger';

CREATE TABLE customer (
  merchant_id       TEXT NOT NULL,
  public_key        TEXT NOT NULL,
  profile           TEXT NOT NULL DEFAULT '{}',
  unread_messages   INTEGER NOT NULL DEFAULT 0,
  event_created_at  TIMESTAMPTZ,
  PRIMARY KEY (merchant_id, public_key)
) WITH (fillfactor = 70);
COMMENT ON COLUMN customer.profile IS 'kind 0 as the customer wrote it: {"name", "about"}';

-- The inbox: every genuine message to or from a merchant that was not our own answer.
CREATE TABLE message (
  seq               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_id       TEXT NOT NULL,
  event_id          TEXT NOT NULL,
  event_created_at  TIMESTAMPTZ NOT NULL,
  kind              INTEGER NOT NULL,
  customer          TEXT NOT NULL,
  incoming          BOOLEAN NOT NULL,
  type              INTEGER NOT NULL,
  order_id          TEXT,
  content           TEXT NOT NULL,
  event             TEXT NOT NULL,
  relay             TEXT NOT NULL,
  state             TEXT NOT NULL CHECK (state IN ('DONE', 'WAITING', 'FAILED', 'HISTORY')),
  error             TEXT,
  received_at       TIMESTAMPTZ NOT NULL,
  UNIQUE (event_id, merchant_id)
) WITH (toast_tuple_target = 8160);
CREATE INDEX message_by_customer ON message (merchant_id, customer, seq);
CREATE INDEX message_waiting ON message (merchant_id, event_created_at, seq) WHERE state = 'WAITING';
CREATE INDEX message_failed ON message (seq) WHERE state = 'FAILED';
CREATE INDEX message_answers ON message (merchant_id, customer, order_id) WHERE NOT incoming AND order_id IS NOT NULL;
COMMENT ON COLUMN message.type IS 'of NIP-15: 0 order, 1 payment request, 2 status; -1 plain text';
COMMENT ON COLUMN message.order_id IS 'that the text names; null in plain text';
COMMENT ON COLUMN message.content IS 'decrypted, NUL replaced';
COMMENT ON COLUMN message.event IS 'the signed event as it came, for replay';
COMMENT ON COLUMN message.state IS 'DONE: had its effect. WAITING: for its merchant or relay. FAILED: see error. HISTORY: read by restore only';

CREATE TABLE orders (
  seq                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_id          TEXT NOT NULL,
  id                   TEXT NOT NULL,
  public_key           TEXT NOT NULL,
  merchant_public_key  TEXT NOT NULL,
  event_id             TEXT NOT NULL,
  event_created_at     TIMESTAMPTZ NOT NULL,
  status               TEXT NOT NULL CHECK (status IN ('PLACED', 'AWAITING_PAYMENT', 'PAID', 'REJECTED',
                                                       'EXPIRED', 'CANCELLED', 'REFUND_DUE', 'REFUNDED')),
  content_sha256       TEXT NOT NULL,
  name                 TEXT,
  message              TEXT,
  address              TEXT,
  contact_data         TEXT NOT NULL,
  order_items          JSON NOT NULL,
  stall_id             TEXT,
  shipping_id          TEXT,
  extra_data           JSON NOT NULL,
  total_msat           BIGINT NOT NULL CHECK (total_msat >= 0),
  invoice_id           TEXT,
  placed_at            TIMESTAMPTZ NOT NULL,
  time                 TIMESTAMPTZ,
  shipped              BOOLEAN NOT NULL DEFAULT FALSE,
  unpaid               BOOLEAN NOT NULL GENERATED ALWAYS AS (status IN ('PLACED', 'AWAITING_PAYMENT')) STORED,
  paid                 BOOLEAN NOT NULL GENERATED ALWAYS AS (status = 'PAID') STORED,
  UNIQUE (merchant_id, id, public_key)
) WITH (fillfactor = 70);
CREATE INDEX orders_newest ON orders (merchant_id, seq DESC);
CREATE INDEX orders_by_customer ON orders (merchant_id, public_key, seq DESC);
CREATE INDEX orders_by_stall ON orders (merchant_id, stall_id, seq DESC);
CREATE INDEX orders_unpaid ON orders (merchant_id, public_key) WHERE unpaid;
CREATE INDEX orders_not_paid ON orders (merchant_id, seq DESC) WHERE NOT paid;
CREATE INDEX orders_paid ON orders (merchant_id, seq DESC) WHERE paid;
CREATE INDEX orders_shipped ON orders (merchant_id, seq DESC) WHERE shipped;
CREATE INDEX orders_to_ship ON orders (merchant_id, seq DESC) WHERE paid AND NOT shipped;
COMMENT ON COLUMN orders.id IS 'the customer''s own; unique per merchant and customer';
COMMENT ON COLUMN orders.content_sha256 IS 'of what was ordered: tells the same order again from another one under its id';
COMMENT ON COLUMN orders.order_items IS '[{"product_id", "quantity"}] as ordered';
COMMENT ON COLUMN orders.extra_data IS 'the quote: products, currency, btc_price, shipping_cost, shipping_cost_sat, fail_message; JSON and not JSONB, for it is read by the thousand and never searched';
COMMENT ON COLUMN orders.invoice_id IS 'payment hash of the current attempt; null where the order was refused';
COMMENT ON COLUMN orders.shipped IS 'whether a shipment of it stands; moves with the shipment''s row, so that what is to be shipped can be found among a million';
COMMENT ON COLUMN orders.unpaid IS 'open and unpaid; the indexes ask for this and for paid, not for status: an order that gets its invoice leaves them alone';
COMMENT ON COLUMN orders.time IS 'when the order was complete';

CREATE TABLE order_history (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY,
  order_seq  BIGINT NOT NULL,
  at         TIMESTAMPTZ NOT NULL,
  event      TEXT NOT NULL,
  status     TEXT NOT NULL,
  detail     TEXT,
  PRIMARY KEY (order_seq, seq)
);
COMMENT ON COLUMN order_history.status IS 'the order''s status after the event';

-- Attempts at getting an order paid; the newest one is the order's current invoice.
CREATE TABLE invoice (
  order_seq        BIGINT NOT NULL,
  attempt          INTEGER NOT NULL,
  wallet           TEXT NOT NULL,
  payment_hash     TEXT UNIQUE,
  preimage_sealed  BYTEA,
  amount_msat      BIGINT NOT NULL CHECK (amount_msat > 0),
  memo             TEXT NOT NULL,
  expiry_s         INTEGER NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('NAMED', 'OPEN', 'HELD', 'SETTLED', 'CANCELLED', 'EXPIRED')),
  bolt11           TEXT,
  received_msat    BIGINT NOT NULL DEFAULT 0,
  instruction      TEXT CHECK (instruction IN ('SETTLE', 'CANCEL')),
  created_at       TIMESTAMPTZ NOT NULL,
  opened_at        TIMESTAMPTZ,
  expires_at       TIMESTAMPTZ,
  settled_at       TIMESTAMPTZ,
  due_at           TIMESTAMPTZ,
  unanswered       INTEGER NOT NULL DEFAULT 0,
  leased_until     TIMESTAMPTZ,
  leased_by        TEXT,
  PRIMARY KEY (order_seq, attempt)
) WITH (fillfactor = 60);
CREATE INDEX invoice_to_request ON invoice (due_at) WHERE state = 'NAMED' AND instruction IS NULL;
CREATE INDEX invoice_to_look_up ON invoice (opened_at, order_seq) WHERE state IN ('OPEN', 'HELD') AND instruction IS NULL;
CREATE INDEX invoice_to_instruct ON invoice (due_at) WHERE instruction IS NOT NULL;
CREATE INDEX invoice_to_expire ON invoice (expires_at) WHERE state IN ('OPEN', 'HELD') AND instruction IS NULL;
COMMENT ON COLUMN invoice.wallet IS 'name of a Lightning backend; empty is the default one';
COMMENT ON COLUMN invoice.preimage_sealed IS 'AES-256-GCM under the master key; never shown before settlement';
COMMENT ON COLUMN invoice.expiry_s IS 'seconds that the payer has, from the moment the node opens it';
COMMENT ON COLUMN invoice.state IS 'only ever advances: NAMED < OPEN < HELD < CANCELLED, EXPIRED < SETTLED';
COMMENT ON COLUMN invoice.opened_at IS 'when we heard that the node has it: from then on it is looked up';
COMMENT ON COLUMN invoice.instruction IS 'what the node is still to be told';
COMMENT ON COLUMN invoice.unanswered IS 'times that the node was asked or told since it last said something new';
COMMENT ON COLUMN invoice.due_at IS 'when the node is next to be asked for it or told; null where there is nothing to ask or to tell';

CREATE TABLE reservation (
  order_seq    BIGINT NOT NULL,
  merchant_id  TEXT NOT NULL,
  product_id   TEXT NOT NULL,
  quantity     BIGINT NOT NULL CHECK (quantity > 0),
  state        TEXT NOT NULL CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED')),
  PRIMARY KEY (order_seq, product_id)
);
COMMENT ON TABLE reservation IS 'pieces of limited products that an order holds or has taken';

CREATE TABLE shipment (
  seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_seq   BIGINT NOT NULL REFERENCES orders,
  shipped_at  TIMESTAMPTZ NOT NULL,
  undone_at   TIMESTAMPTZ
);
CREATE INDEX shipment_by_order ON shipment (order_seq);
CREATE UNIQUE INDEX shipment_standing ON shipment (order_seq) WHERE undone_at IS NULL;
COMMENT ON COLUMN shipment.undone_at IS 'when the merchant took it back; null while it stands';

-- What we have to say, from the moment it is decided until relays have it. No index asks for what
-- changes when it is claimed, so that this leaves them alone.
CREATE TABLE outbox (
  seq              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_id      TEXT NOT NULL,
  lane             TEXT NOT NULL,
  recipient        TEXT,
  kind             INTEGER NOT NULL,
  type             INTEGER NOT NULL,
  content          TEXT NOT NULL,
  tags             JSONB NOT NULL,
  not_before       TIMESTAMPTZ NOT NULL,
  order_seq        BIGINT,
  once_key         TEXT,
  payment_request  BOOLEAN NOT NULL DEFAULT FALSE,
  state            TEXT NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'DROPPED', 'DEAD')),
  maybe_sent       BOOLEAN NOT NULL DEFAULT FALSE,
  error            TEXT,
  tries            INTEGER NOT NULL DEFAULT 0,
  created_at       TIMESTAMPTZ NOT NULL,
  event_time       TIMESTAMPTZ,
  due_at           TIMESTAMPTZ,
  leased_until     TIMESTAMPTZ,
  leased_by        TEXT
) WITH (fillfactor = 60, toast_tuple_target = 8160);
CREATE UNIQUE INDEX outbox_once ON outbox (merchant_id, once_key) WHERE once_key IS NOT NULL;
CREATE INDEX outbox_by_lane ON outbox (merchant_id, lane, seq);
CREATE INDEX outbox_due ON outbox (state, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_head ON outbox (merchant_id, lane, seq) WHERE state = 'PENDING';
CREATE INDEX outbox_dead ON outbox (seq) WHERE state = 'DEAD';
COMMENT ON COLUMN outbox.lane IS 'what goes out one after the other: a customer''s public key, or kind and id of what is published';
COMMENT ON COLUMN outbox.recipient IS 'the customer''s public key, which is the lane, too; null for what is not encrypted';
COMMENT ON COLUMN outbox.type IS 'of NIP-15: 1 payment request, 2 status; -1 plain text';
COMMENT ON COLUMN outbox.content IS 'plain; it is encrypted when it is signed';
COMMENT ON COLUMN outbox.not_before IS 'the event''s time is later than this: an answer is younger than its question';
COMMENT ON COLUMN outbox.once_key IS 'what must be said once only, e.g. an autoreply of an order and a product';
COMMENT ON COLUMN outbox.payment_request IS 'whether the order can be paid by it: dropped once the order has moved on, if no relay can have it';
COMMENT ON COLUMN outbox.maybe_sent IS 'whether a relay may have the event: then it is never signed anew';
COMMENT ON COLUMN outbox.event_time IS 'the own time of the youngest event that it was signed as, which the next one of its lane is later than; null until it is signed';
COMMENT ON COLUMN outbox.due_at IS 'when relays are next to be tried; null once there is none left to try';

-- Signed, as it goes to the relays; committed before it is published. The youngest one counts.
CREATE TABLE outbox_event (
  event_id    TEXT PRIMARY KEY,
  outbox_seq  BIGINT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  signed_at   TIMESTAMPTZ NOT NULL,
  event       TEXT NOT NULL
) WITH (toast_tuple_target = 8160);
CREATE INDEX outbox_event_by_outbox ON outbox_event (outbox_seq, signed_at);
COMMENT ON COLUMN outbox_event.created_at IS 'the event''s own time';

CREATE TABLE outbox_delivery (
  event_id  TEXT NOT NULL,
  relay     TEXT NOT NULL,
  outcome   TEXT NOT NULL CHECK (outcome IN ('ACCEPTED', 'REFUSED', 'DEFERRED', 'UNANSWERED', 'NOT_SENT')),
  reason    TEXT,
  at        TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (event_id, relay)
);
COMMENT ON COLUMN outbox_delivery.outcome IS 'the latest: the relay''s OK, its refusal for good or for now, its silence, or that nothing was written to its socket';

CREATE TABLE relay_cursor (
  merchant_id  TEXT NOT NULL REFERENCES merchant,
  relay        TEXT NOT NULL,
  kind         INTEGER NOT NULL,
  cursor       TIMESTAMPTZ,
  caught_up    BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (merchant_id, relay, kind)
);
COMMENT ON COLUMN relay_cursor.cursor IS 'greatest min(created_at, received_at) that was handled';
COMMENT ON COLUMN relay_cursor.caught_up IS 'whether all that the relay had stored has been read since the latest connection';

-- The outbox with the event of each message, where it has been signed.
CREATE VIEW outbox_signed AS
  SELECT o.*, e.event_id, e.event, e.signed_at, e.created_at AS event_created_at,
    (SELECT event_time FROM outbox before WHERE before.merchant_id = o.merchant_id
       AND before.lane = o.lane AND event_time IS NOT NULL ORDER BY seq DESC LIMIT 1) AS lane_latest
  FROM outbox o LEFT JOIN LATERAL (
    SELECT * FROM outbox_event WHERE outbox_seq = o.seq AND o.event_time IS NOT NULL
    ORDER BY signed_at DESC LIMIT 1) e ON TRUE;
COMMENT ON COLUMN outbox_signed.lane_latest IS 'the time of the event of its lane''s latest message that was ever signed; null where there is none';

-- What a merchant and a customer have said to each other, whichever way it went.
CREATE VIEW direct_message AS
  SELECT merchant_id, 'm' || seq AS id, event_id, event_created_at, content, customer, type,
    incoming, received_at AS filed_at, seq AS message_seq, NULL::bigint AS outbox_seq
  FROM message
  UNION ALL
  SELECT merchant_id, 'o' || seq, event_id,
    coalesce(event_created_at, greatest(created_at, not_before + interval '1 second',
      lane_latest + interval '1 second')), content,
    lane, type, FALSE, created_at, NULL::bigint, seq
  FROM outbox_signed WHERE recipient IS NOT NULL AND state <> 'DROPPED';
COMMENT ON VIEW direct_message IS 'inbox and outbox as one conversation; what was dropped has never been said';
COMMENT ON COLUMN direct_message.event_created_at IS 'of the event; of what is not signed yet, the least that it can be';
