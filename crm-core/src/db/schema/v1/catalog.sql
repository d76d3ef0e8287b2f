-- catalog: what the shop sells.

CREATE TABLE crm_product (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL UNIQUE, -- plain: the shop's article number
  name TEXT NOT NULL, -- plain: product name
  category TEXT, -- plain: path such as home/kitchen
  brand TEXT, -- plain: brand name
  price_minor INTEGER,
  price_currency TEXT, -- plain: ISO 4217
  cost_minor INTEGER,
  cost_currency TEXT, -- plain: ISO 4217
  serialised INTEGER NOT NULL,
  warranty_days INTEGER,
  state TEXT NOT NULL, -- plain: token
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_product_category ON crm_product (category);

-- What can be sold instead, in the order of preference. By sku, so that products may arrive in any order.
CREATE TABLE crm_product_substitute (
  product_id INTEGER NOT NULL REFERENCES crm_product (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number of the substitute
  PRIMARY KEY (product_id, position)
) STRICT, WITHOUT ROWID;

-- The catalog, for queries.
CREATE VIEW crm_products AS
SELECT id, sku, name, category, brand, price_minor, price_currency, cost_minor, cost_currency,
  serialised, warranty_days, state
FROM crm_product;
