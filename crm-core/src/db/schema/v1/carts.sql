-- carts: what somebody put together and has not bought yet.

CREATE TABLE crm_cart (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor_kind TEXT, -- plain: token, cookie_id or device_id
  visitor_value TEXT, -- pii: the cookie or device by which the visitor is known
  source TEXT, -- plain: the system that the cart comes from
  external_id TEXT, -- plain: that system's key of the cart
  channel TEXT, -- plain: token of the sales channel
  state TEXT NOT NULL, -- plain: token
  value_minor INTEGER NOT NULL,
  value_currency TEXT NOT NULL, -- plain: ISO 4217
  units INTEGER NOT NULL,
  order_id INTEGER REFERENCES crm_order (id),
  last_at INTEGER NOT NULL,
  abandoned_at INTEGER,
  abandoned_value_minor INTEGER,
  abandoned_value_currency TEXT, -- plain: ISO 4217
  recovered_at INTEGER,
  ended_at INTEGER,
  host_updated_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_cart_customer ON crm_cart (customer_id, last_at) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_cart_visitor ON crm_cart (visitor_value, visitor_kind) WHERE visitor_value IS NOT NULL;
-- What a visitor brings along of whom it turns out who it is.
CREATE INDEX crm_cart_ownerless ON crm_cart (visitor_value, visitor_kind) WHERE customer_id IS NULL;
CREATE INDEX crm_cart_last ON crm_cart (last_at);
-- What tick looks at: carts with something in them that nobody has touched for a while, and abandoned ones.
CREATE INDEX crm_cart_idle ON crm_cart (last_at)
  WHERE ended_at IS NULL AND units > 0 AND (state = 'active' OR state = 'recovered');
CREATE INDEX crm_cart_waiting ON crm_cart (last_at) WHERE state = 'abandoned';
CREATE INDEX crm_cart_abandoned ON crm_cart (abandoned_at) WHERE abandoned_at IS NOT NULL;
CREATE UNIQUE INDEX crm_cart_external ON crm_cart (external_id, source) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX crm_cart_order ON crm_cart (order_id) WHERE order_id IS NOT NULL;

-- What is in a cart, in its sequence.
CREATE TABLE crm_cart_line (
  cart_id INTEGER NOT NULL REFERENCES crm_cart (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  name TEXT, -- plain: product name as shown
  quantity INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  configuration_id INTEGER REFERENCES crm_configuration (id),
  PRIMARY KEY (cart_id, position)
) STRICT, WITHOUT ROWID;

-- One row: when a cart counts as abandoned, and when it expires.
CREATE TABLE crm_cart_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  abandon_after_minutes INTEGER NOT NULL,
  expire_after_days INTEGER NOT NULL
) STRICT;

INSERT INTO crm_cart_settings (id, abandon_after_minutes, expire_after_days) VALUES (1, 60, 30);

-- Carts, for queries; amounts in minor units, without the visitor.
CREATE VIEW crm_carts AS
SELECT id, customer_id, source, external_id, channel, state, value_minor, value_currency, units / 1000.0 AS units,
  order_id, last_at, abandoned_at, abandoned_value_minor, abandoned_value_currency, recovered_at, ended_at, created_at
FROM crm_cart;

-- What is in carts, for queries.
CREATE VIEW crm_cart_lines AS
SELECT cart_id, position, sku, name, quantity / 1000.0 AS quantity, unit_price / 1000000.0 AS unit_price
FROM crm_cart_line;
