-- service_orders: work at the customer's, who bears it, technicians, and maintenance plans.

-- One row: how the shop does service.
CREATE TABLE crm_service_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

-- Who does service; when they work is with the appointments.
CREATE TABLE crm_technician (
  staff_id INTEGER PRIMARY KEY,
  skills TEXT NOT NULL, -- plain: JSON list of tokens
  regions TEXT NOT NULL, -- plain: JSON list of tokens
  place TEXT NOT NULL, -- plain: token of the van
  active INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_maintenance_plan (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL, -- pii: what is to be done, as written
  asset_id INTEGER REFERENCES crm_asset (id),
  sku TEXT, -- plain: article number
  contract_id INTEGER,
  every_days INTEGER,
  every_months INTEGER,
  lead_days INTEGER NOT NULL,
  makes TEXT NOT NULL, -- plain: token
  assignee_id INTEGER,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  CHECK ((asset_id IS NULL) <> (sku IS NULL) AND (every_days IS NULL) <> (every_months IS NULL))
) STRICT;
CREATE INDEX crm_maintenance_plan_sku ON crm_maintenance_plan (sku) WHERE sku IS NOT NULL;
CREATE INDEX crm_maintenance_plan_asset ON crm_maintenance_plan (asset_id) WHERE asset_id IS NOT NULL;

-- When an asset is looked after next; a plan that has ended has no rows.
CREATE TABLE crm_maintenance_due (
  plan_id INTEGER NOT NULL REFERENCES crm_maintenance_plan (id),
  asset_id INTEGER NOT NULL REFERENCES crm_asset (id),
  first_on INTEGER NOT NULL,
  done INTEGER NOT NULL,
  next_on INTEGER NOT NULL,
  make_on INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (plan_id, asset_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_maintenance_due_make ON crm_maintenance_due (make_on);
CREATE INDEX crm_maintenance_due_next ON crm_maintenance_due (next_on);
CREATE INDEX crm_maintenance_due_asset ON crm_maintenance_due (asset_id);

CREATE TABLE crm_service_order (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE, -- plain: the number that people read
  kind TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  asset_id INTEGER REFERENCES crm_asset (id),
  ticket_id INTEGER,
  plan_id INTEGER REFERENCES crm_maintenance_plan (id),
  sku TEXT, -- plain: article number
  complaint TEXT, -- pii: what the customer complains about
  place TEXT, -- pii: where the work is done
  skill TEXT, -- plain: token
  region TEXT, -- plain: token
  staff_id INTEGER,
  appointment_id INTEGER REFERENCES crm_appointment (id),
  warranty_id INTEGER,
  contract_id INTEGER,
  valid_until INTEGER,
  total_minor INTEGER NOT NULL,
  total_currency TEXT NOT NULL, -- plain: ISO 4217
  warranty_minor INTEGER NOT NULL,
  warranty_currency TEXT NOT NULL, -- plain: ISO 4217
  contract_minor INTEGER NOT NULL,
  contract_currency TEXT NOT NULL, -- plain: ISO 4217
  goodwill_minor INTEGER NOT NULL,
  goodwill_currency TEXT NOT NULL, -- plain: ISO 4217
  customer_minor INTEGER NOT NULL,
  customer_currency TEXT NOT NULL, -- plain: ISO 4217
  goodwill_reason TEXT, -- pii: why, as written
  goodwill_by INTEGER,
  holds_asset INTEGER NOT NULL,
  outcome TEXT, -- plain: token
  result TEXT, -- pii: what came of the work
  reason TEXT, -- pii: why it was declined or called off
  invoice_id INTEGER REFERENCES crm_invoice (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_service_order_customer ON crm_service_order (customer_id);
CREATE INDEX crm_service_order_asset ON crm_service_order (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX crm_service_order_ticket ON crm_service_order (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX crm_service_order_state ON crm_service_order (state, id);
CREATE INDEX crm_service_order_staff ON crm_service_order (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX crm_service_order_created ON crm_service_order (created_at);
CREATE INDEX crm_service_order_finished ON crm_service_order (finished_at) WHERE finished_at IS NOT NULL;
-- Prices that tick lets expire.
CREATE INDEX crm_service_order_quoted ON crm_service_order (valid_until) WHERE state = 'quoted';

CREATE TABLE crm_service_line (
  id INTEGER PRIMARY KEY,
  service_order_id INTEGER NOT NULL REFERENCES crm_service_order (id),
  kind TEXT NOT NULL, -- plain: token
  description TEXT NOT NULL, -- pii: what is printed
  sku TEXT, -- plain: article number
  part_id INTEGER REFERENCES crm_part (id),
  place TEXT NOT NULL, -- plain: token of a warehouse or van
  quantity INTEGER NOT NULL,
  minutes INTEGER,
  unit_price INTEGER NOT NULL,
  tax_rate INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  covered_by TEXT NOT NULL, -- plain: token
  cover_reason TEXT NOT NULL, -- plain: token
  warranty_minor INTEGER NOT NULL,
  warranty_currency TEXT NOT NULL, -- plain: ISO 4217
  contract_minor INTEGER NOT NULL,
  contract_currency TEXT NOT NULL, -- plain: ISO 4217
  goodwill_minor INTEGER NOT NULL,
  goodwill_currency TEXT NOT NULL, -- plain: ISO 4217
  customer_minor INTEGER NOT NULL,
  customer_currency TEXT NOT NULL, -- plain: ISO 4217
  reservation_id INTEGER REFERENCES crm_part_reservation (id),
  used INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_service_line_order ON crm_service_line (service_order_id, id);

-- Service orders, for queries; amounts in minor units, without what was written.
CREATE VIEW crm_service_orders AS
SELECT id, number, kind, state, customer_id, asset_id, ticket_id, plan_id, sku, staff_id, warranty_id, contract_id,
  total_minor, warranty_minor, contract_minor, goodwill_minor, customer_minor, total_currency AS currency, outcome,
  invoice_id, created_at, started_at, finished_at, ended_at
FROM crm_service_order;

-- Lines of service orders, for queries; amounts in minor units.
CREATE VIEW crm_service_lines AS
SELECT id, service_order_id, kind, sku, part_id, quantity, minutes, amount_minor, warranty_minor, contract_minor,
  goodwill_minor, customer_minor, amount_currency AS currency, covered_by, cover_reason, used
FROM crm_service_line;
