-- assets: products installed at customers, by serial.

CREATE TABLE crm_asset (
  id INTEGER PRIMARY KEY,
  serial TEXT NOT NULL, -- plain: serial number of the piece, as written
  serial_key TEXT NOT NULL, -- plain: the same as it is looked up
  maker TEXT, -- plain: brand or manufacturer
  sku TEXT NOT NULL, -- plain: article number
  customer_id INTEGER REFERENCES crm_customer (id),
  state TEXT NOT NULL, -- plain: token
  order_id INTEGER REFERENCES crm_order (id),
  order_line_id INTEGER,
  order_number TEXT, -- plain: the number of the order that people read
  configuration_id INTEGER REFERENCES crm_configuration (id),
  location TEXT, -- pii: where it stands, as written
  delivered_at INTEGER,
  registered_at INTEGER,
  installed_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
-- A maker gives a serial to one piece; after that one was scrapped it may be another's.
CREATE UNIQUE INDEX crm_asset_live ON crm_asset (serial_key, coalesce(maker, '') COLLATE NOCASE)
  WHERE state <> 'scrapped';
CREATE INDEX crm_asset_serial ON crm_asset (serial_key);
CREATE INDEX crm_asset_customer ON crm_asset (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_asset_sku ON crm_asset (sku);
CREATE INDEX crm_asset_order ON crm_asset (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX crm_asset_number ON crm_asset (order_number) WHERE order_number IS NOT NULL;

-- Who has had an asset, how it came to them, and until when.
CREATE TABLE crm_asset_owner (
  id INTEGER PRIMARY KEY,
  asset_id INTEGER NOT NULL REFERENCES crm_asset (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  how TEXT NOT NULL, -- plain: token
  order_id INTEGER REFERENCES crm_order (id),
  order_line_id INTEGER,
  configuration_id INTEGER REFERENCES crm_configuration (id),
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_asset_owner_asset ON crm_asset_owner (asset_id);
CREATE INDEX crm_asset_owner_customer ON crm_asset_owner (customer_id);
CREATE INDEX crm_asset_owner_order ON crm_asset_owner (order_id) WHERE order_id IS NOT NULL;

-- Assets, for queries; without where they stand.
CREATE VIEW crm_assets AS
SELECT id, serial, maker, sku, customer_id, state, order_id, order_line_id, order_number, configuration_id,
  delivered_at, registered_at, installed_at, created_at
FROM crm_asset;

-- Who has had them, for queries.
CREATE VIEW crm_asset_owners AS
SELECT id, asset_id, customer_id, how, order_id, order_line_id, configuration_id, from_at, until_at
FROM crm_asset_owner;
