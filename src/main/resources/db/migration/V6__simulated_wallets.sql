-- Simulated nodes of wallets besides the default one: each has its own key and knows its own invoices.
ALTER TABLE simulated_node ADD COLUMN wallet TEXT NOT NULL DEFAULT 'default';
ALTER TABLE simulated_node DROP CONSTRAINT simulated_node_pkey, ADD PRIMARY KEY (network, wallet);
COMMENT ON COLUMN simulated_node.wallet IS 'name of the wallet whose node it is';

ALTER TABLE simulated_invoice ADD COLUMN wallet TEXT NOT NULL DEFAULT 'default';
COMMENT ON COLUMN simulated_invoice.wallet IS 'name of the wallet whose node has made it';
