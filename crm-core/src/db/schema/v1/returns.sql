-- returns: returns by line, with approval and resolution.

CREATE TABLE crm_return_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of settings and rules
  rev INTEGER NOT NULL
) STRICT;

-- The next running number.
CREATE TABLE crm_return_number (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next INTEGER NOT NULL
) STRICT;

-- When tick looks at products next; no row while the shop does not want that.
CREATE TABLE crm_return_watch (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next_at INTEGER NOT NULL
) STRICT;

-- When it was told last that a product comes back too often.
CREATE TABLE crm_return_alert (
  sku TEXT PRIMARY KEY, -- plain: article number
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_return (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL, -- plain: the number that people read
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  order_id INTEGER NOT NULL REFERENCES crm_order (id),
  state TEXT NOT NULL, -- plain: token
  wanted TEXT NOT NULL, -- plain: token
  resolution TEXT, -- plain: token
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  way_back_fee_minor INTEGER NOT NULL,
  way_back_fee_currency TEXT NOT NULL, -- plain: ISO 4217
  way_back TEXT NOT NULL, -- plain: token
  paid_back_minor INTEGER,
  paid_back_currency TEXT, -- plain: ISO 4217
  paid_back_base_minor INTEGER,
  paid_back_base_currency TEXT, -- plain: ISO 4217
  refund_id INTEGER REFERENCES crm_refund (id),
  exchange_order_id INTEGER REFERENCES crm_order (id),
  difference_minor INTEGER,
  difference_currency TEXT, -- plain: ISO 4217
  stored_value_id INTEGER REFERENCES crm_stored_value (id),
  service_order_id INTEGER,
  auto_approved INTEGER NOT NULL,
  decided_by INTEGER,
  exception TEXT, -- plain: token
  end_reason TEXT, -- plain: token
  return_to TEXT, -- plain: token of the place of the shop
  instructions TEXT, -- plain: what the shop tells customers about sending goods back
  label_ref TEXT, -- pii: the host's reference of the label, which leads to a person
  carrier TEXT, -- plain: token of the carrier
  tracking_no TEXT, -- pii: the carrier's number, which leads to a person
  note TEXT, -- pii: more about it, as written
  approved_at INTEGER,
  expires_at INTEGER,
  sent_at INTEGER,
  received_at INTEGER,
  inspected_at INTEGER,
  resolved_at INTEGER,
  ended_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_return_numbered ON crm_return (number);
CREATE INDEX crm_return_customer ON crm_return (customer_id);
CREATE INDEX crm_return_order ON crm_return (order_id);
CREATE INDEX crm_return_open ON crm_return (id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX crm_return_tracking ON crm_return (tracking_no, carrier) WHERE tracking_no IS NOT NULL;
-- What tick lets expire.
CREATE INDEX crm_return_expiry ON crm_return (expires_at) WHERE state = 'approved' AND expires_at IS NOT NULL;
-- What indicators of a period look at.
CREATE INDEX crm_return_created ON crm_return (created_at);
CREATE INDEX crm_return_resolved ON crm_return (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE crm_return_line (
  id INTEGER PRIMARY KEY,
  return_id INTEGER NOT NULL REFERENCES crm_return (id),
  line_id INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  quantity INTEGER NOT NULL,
  received INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  -- Follows from the state; equal to a recomputation at any time.
  held INTEGER NOT NULL,
  reason TEXT NOT NULL, -- plain: token
  condition TEXT NOT NULL, -- plain: token
  disposition TEXT, -- plain: token
  serials TEXT NOT NULL, -- plain: JSON list of the serial numbers of the pieces
  note TEXT, -- pii: what the customer says
  value_minor INTEGER NOT NULL,
  value_currency TEXT NOT NULL, -- plain: ISO 4217
  tax_minor INTEGER NOT NULL,
  tax_currency TEXT NOT NULL, -- plain: ISO 4217
  fee_minor INTEGER NOT NULL,
  fee_currency TEXT NOT NULL, -- plain: ISO 4217
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  until INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_return_line_of ON crm_return_line (return_id);
CREATE INDEX crm_return_line_held ON crm_return_line (line_id) WHERE held > 0;

-- Returns, for queries; without what was written.
CREATE VIEW crm_returns AS
SELECT id, number, customer_id, order_id, state, wanted, resolution, amount_minor, amount_currency, paid_back_minor,
  paid_back_currency, refund_id, exchange_order_id, stored_value_id, approved_at, expires_at, sent_at, received_at,
  inspected_at, resolved_at, ended_at, created_at
FROM crm_return;
