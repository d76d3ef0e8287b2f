-- parts: the stock of parts and goods, its ledger, and what is reserved.

CREATE TABLE crm_part (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL UNIQUE, -- plain: article number
  name TEXT NOT NULL, -- plain: the name
  unit TEXT NOT NULL, -- plain: what it is counted in, as a token
  cost_minor INTEGER,
  cost_currency TEXT, -- plain: ISO 4217
  price_minor INTEGER,
  price_currency TEXT, -- plain: ISO 4217
  reorder_point INTEGER,
  reorder_quantity INTEGER,
  superseded_by INTEGER REFERENCES crm_part (id) CHECK (superseded_by <> id),
  active INTEGER NOT NULL,
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL CHECK (reserved BETWEEN 0 AND on_hand),
  low_since INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
-- What has to be ordered.
CREATE INDEX crm_part_low ON crm_part (low_since, id) WHERE low_since IS NOT NULL;

-- The articles that a part fits.
CREATE TABLE crm_part_fit (
  sku TEXT NOT NULL, -- plain: article number
  part_id INTEGER NOT NULL REFERENCES crm_part (id),
  PRIMARY KEY (sku, part_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_part_fit_part ON crm_part_fit (part_id, sku);

-- What lies in each place: the sum of the ledger, and the part of it that is promised.
CREATE TABLE crm_stock (
  part_id INTEGER NOT NULL REFERENCES crm_part (id),
  place TEXT NOT NULL, -- plain: token of a warehouse or van
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL CHECK (reserved BETWEEN 0 AND on_hand),
  PRIMARY KEY (part_id, place)
) STRICT, WITHOUT ROWID;

-- The ledger: what came in and went out, never changed.
CREATE TABLE crm_stock_move (
  id INTEGER PRIMARY KEY,
  part_id INTEGER NOT NULL REFERENCES crm_part (id),
  place TEXT NOT NULL, -- plain: token of a warehouse or van
  kind TEXT NOT NULL, -- plain: token
  quantity INTEGER NOT NULL CHECK (quantity <> 0),
  other_place TEXT, -- plain: where it came from or went to
  reservation_id INTEGER REFERENCES crm_part_reservation (id),
  reason TEXT, -- plain: token
  ref_entity TEXT, -- plain: kind of the entity that it is about
  ref_id INTEGER,
  key TEXT, -- plain: the host's key of the request
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_stock_move_part ON crm_stock_move (part_id, id);
CREATE UNIQUE INDEX crm_stock_move_key ON crm_stock_move (key) WHERE key IS NOT NULL;

CREATE TABLE crm_part_reservation (
  id INTEGER PRIMARY KEY,
  part_id INTEGER NOT NULL REFERENCES crm_part (id),
  wanted_part_id INTEGER REFERENCES crm_part (id),
  place TEXT NOT NULL, -- plain: token of a warehouse or van
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  issued INTEGER NOT NULL CHECK (issued BETWEEN 0 AND quantity),
  state TEXT NOT NULL, -- plain: token
  ref_entity TEXT, -- plain: kind of the entity that it is for
  ref_id INTEGER,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_part_reservation_part ON crm_part_reservation (part_id, id);
CREATE INDEX crm_part_reservation_ref ON crm_part_reservation (ref_entity, ref_id) WHERE ref_id IS NOT NULL;
-- What tick has to look at next, of all parts and of one before its stock changes.
CREATE INDEX crm_part_reservation_expiry ON crm_part_reservation (expires_at)
  WHERE state = 'reserved' AND expires_at IS NOT NULL;
CREATE INDEX crm_part_reservation_open ON crm_part_reservation (part_id, expires_at) WHERE state = 'reserved';

-- Parts and goods, for queries; quantities in thousandths, amounts in minor units.
CREATE VIEW crm_parts AS
SELECT id, sku, name, unit, cost_minor, cost_currency, price_minor, price_currency, reorder_point, reorder_quantity,
  superseded_by, active, on_hand, reserved, on_hand - reserved AS available, low_since, created_at
FROM crm_part;

-- The ledger of stock, for queries.
CREATE VIEW crm_stock_moves AS
SELECT id, part_id, place, kind, quantity, other_place, reservation_id, reason, ref_entity, ref_id, at
FROM crm_stock_move;

-- Reservations, for queries.
CREATE VIEW crm_part_reservations AS
SELECT id, part_id, wanted_part_id, place, quantity, issued, state, ref_entity, ref_id, expires_at, created_at, ended_at
FROM crm_part_reservation;
