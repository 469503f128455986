-- How far the news of an LND node has been heard.
CREATE TABLE lnd_cursor (
  wallet        TEXT PRIMARY KEY,
  settle_index  BIGINT NOT NULL
);
COMMENT ON COLUMN lnd_cursor.settle_index IS 'of the latest settled invoice that the node has told of';
