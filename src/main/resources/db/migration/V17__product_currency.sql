ALTER TABLE product ADD COLUMN currency TEXT;

COMMENT ON COLUMN product.price IS 'of one piece';
COMMENT ON COLUMN product.currency IS 'of price, where it was published elsewhere in another one than that of the stall: it is not sold then; null is the stall''s';
