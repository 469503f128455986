-- Money of payments that goes back. Whoever decides something about it has locked the order first.
CREATE TABLE refund (
  seq           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_seq     BIGINT NOT NULL REFERENCES orders,
  merchant_id   TEXT NOT NULL,
  customer      TEXT NOT NULL,
  payment_hash  TEXT NOT NULL,
  reason        TEXT NOT NULL CHECK (reason IN ('SOLD_OUT', 'UNDERPAID', 'OVERPAID', 'PAID_TWICE',
                                                'CANCELLED', 'MERCHANT')),
  amount_msat   BIGINT NOT NULL CHECK (amount_msat >= 1000),
  whole         BOOLEAN NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('WAITS_FOR_APPROVAL', 'DUE', 'WAITS_FOR_INVOICE',
                                               'SENDING', 'PAID', 'FAILED', 'DECLINED')),
  address       TEXT,
  ordered_at    TIMESTAMPTZ NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,
  claims        BIGINT NOT NULL DEFAULT 0,
  unanswered    INTEGER NOT NULL DEFAULT 0,
  due_at        TIMESTAMPTZ,
  leased_until  TIMESTAMPTZ,
  leased_by     TEXT,
  created_at    TIMESTAMPTZ NOT NULL,
  updated_at    TIMESTAMPTZ NOT NULL,
  CONSTRAINT what_is_to_be_done_has_its_time CHECK ((state IN ('DUE', 'SENDING')) = (due_at IS NOT NULL))
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX refund_once ON refund (payment_hash, reason) WHERE reason <> 'MERCHANT';
CREATE UNIQUE INDEX refund_whole ON refund (order_seq) WHERE whole;
CREATE INDEX refund_by_payment ON refund (payment_hash);
CREATE INDEX refund_newest ON refund (merchant_id, seq DESC);
CREATE INDEX refund_waiting ON refund (merchant_id, customer, seq) WHERE state = 'WAITS_FOR_INVOICE';
CREATE INDEX refund_due ON refund (due_at) WHERE due_at IS NOT NULL;
COMMENT ON COLUMN refund.customer IS 'public key of the order''s customer';
COMMENT ON COLUMN refund.payment_hash IS 'of the customer''s payment, an invoice of ours';
COMMENT ON COLUMN refund.amount_msat IS 'what goes back; what is sent is its whole satoshi, for wallets make no other invoices';
COMMENT ON COLUMN refund.whole IS 'whether the order is refunded by it; false for an excess, a second payment, a part';
COMMENT ON COLUMN refund.address IS 'Lightning address that it is sent to; null where none is known, or an invoice was sent';
COMMENT ON COLUMN refund.ordered_at IS 'the earlier of the order''s own time and ours: a younger profile is not believed';
COMMENT ON COLUMN refund.failures IS 'invoices that the node could not pay since the merchant last decided';
COMMENT ON COLUMN refund.claims IS 'rises with each claim: what comes of an older one is not recorded';
COMMENT ON COLUMN refund.unanswered IS 'claims since something last came of one';
COMMENT ON COLUMN refund.due_at IS 'when it is next worked at; null where it waits for somebody or is at its end';

-- Every invoice that money was ever to be sent by; stored before it is sent.
CREATE TABLE refund_invoice (
  payment_hash  TEXT PRIMARY KEY,
  refund_seq    BIGINT NOT NULL REFERENCES refund,
  bolt11        TEXT NOT NULL,
  expires_at    TIMESTAMPTZ NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('LIVE', 'FAILED', 'PAID')),
  fee_msat      BIGINT NOT NULL DEFAULT 0 CHECK (fee_msat >= 0),
  created_at    TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX refund_invoice_live ON refund_invoice (refund_seq) WHERE state = 'LIVE';
CREATE INDEX refund_invoice_by_refund ON refund_invoice (refund_seq);
COMMENT ON COLUMN refund_invoice.state IS 'LIVE: may be on its way. FAILED, PAID: the node''s word. One of a refund is LIVE at most';
COMMENT ON COLUMN refund_invoice.fee_msat IS 'what the way there cost; zero unless PAID';

CREATE TABLE refund_history (
  seq         BIGINT GENERATED ALWAYS AS IDENTITY,
  refund_seq  BIGINT NOT NULL REFERENCES refund,
  at          TIMESTAMPTZ NOT NULL,
  event       TEXT NOT NULL,
  state       TEXT NOT NULL,
  detail      TEXT,
  PRIMARY KEY (refund_seq, seq)
);
COMMENT ON TABLE refund_history IS 'what has happened to a refund; rows are only ever added';
COMMENT ON COLUMN refund_history.state IS 'the refund''s state after the event';
