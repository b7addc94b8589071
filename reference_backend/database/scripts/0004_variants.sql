-- A product may come in variants; each is bought, priced and stocked by its own sku.
ALTER TABLE products ADD COLUMN variant_of text REFERENCES products CHECK (variant_of <> sku);
CREATE INDEX products_by_product ON products (variant_of) WHERE variant_of IS NOT NULL;
