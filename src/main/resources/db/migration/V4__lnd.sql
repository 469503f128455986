-- How far the news of an LND node has been heard.
CREATE TABLE lnd_cursor (
  wallet        TEXT PRIMARY KEY,
  settle_index  BIGINT NOT NULL,
  payment_hash  TEXT NOT NULL
);
COMMENT ON COLUMN lnd_cursor.settle_index IS 'of the latest settled invoice that the node has told of';
COMMENT ON COLUMN lnd_cursor.payment_hash IS 'of that invoice: where the node does not know it by this index, it is another node';
