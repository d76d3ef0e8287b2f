-- orders: orders with lines, payments, refunds, and the metrics of each customer.
-- Amounts are minor units of the order's currency; those called base are in the shop's base currency at the order's rate.

CREATE TABLE crm_order (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  source TEXT, -- plain: the system that the order comes from
  external_id TEXT, -- plain: that system's key of the order
  number TEXT, -- plain: the number that people read
  channel TEXT, -- plain: token of the sales channel
  state TEXT NOT NULL, -- plain: token
  pay_state TEXT NOT NULL, -- plain: token, derived
  fulfil_state TEXT NOT NULL, -- plain: token, derived
  cancel_reason TEXT, -- plain: token
  hold_reason TEXT, -- plain: token
  hold_note TEXT, -- pii: why it is held back, as written
  held_at INTEGER,
  currency TEXT NOT NULL, -- plain: ISO 4217
  subtotal INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  shipping INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  tax_included INTEGER NOT NULL,
  total INTEGER NOT NULL,
  difference INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  needs_fulfilment INTEGER NOT NULL,
  paid INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  total_base INTEGER NOT NULL,
  net INTEGER NOT NULL,
  net_base INTEGER NOT NULL,
  cost_base INTEGER NOT NULL,
  units INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  day INTEGER NOT NULL,
  placed_at INTEGER NOT NULL,
  promised_at INTEGER,
  promise_checked_at INTEGER,
  paid_at INTEGER,
  completed_at INTEGER,
  cancelled_at INTEGER,
  host_updated_at INTEGER,
  recorded_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
-- What every analysis reads of a customer's orders, without touching the table.
CREATE INDEX crm_order_facts ON crm_order (customer_id, day, counts, net_base);
-- What is still to be paid; most orders are paid when they are recorded and never enter it. No list of three: for that
-- SQLite would build a table with every order that is inserted.
CREATE INDEX crm_order_open ON crm_order (customer_id)
  WHERE pay_state = 'unpaid' OR pay_state = 'authorized' OR pay_state = 'partially_paid';
CREATE INDEX crm_order_placed ON crm_order (placed_at);
-- Orders on hold.
CREATE INDEX crm_order_held ON crm_order (placed_at) WHERE held_at IS NOT NULL;
-- Promises that nobody has compared with what was delivered, for tick. Orders without a promise, and those that are over
-- when they are recorded, never enter it.
CREATE INDEX crm_order_promise ON crm_order (promised_at)
  WHERE promised_at IS NOT NULL AND promise_checked_at IS NULL AND completed_at IS NULL AND cancelled_at IS NULL
    AND state <> 'draft';
CREATE UNIQUE INDEX crm_order_external ON crm_order (external_id, source) WHERE external_id IS NOT NULL;

-- A line's id is its order's id × 4,096 + its position: the lines of an order lie together and need no index.
CREATE TABLE crm_order_line (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL, -- plain: article number
  name TEXT, -- plain: product name as sold
  quantity INTEGER NOT NULL,
  unit_price INTEGER,
  discount INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cost INTEGER,
  cost_currency TEXT, -- plain: ISO 4217
  fulfilled INTEGER NOT NULL,
  restocked INTEGER NOT NULL,
  serials TEXT, -- plain: JSON list of the serial numbers of the pieces
  quantity_cancelled INTEGER NOT NULL,
  made_to_order INTEGER NOT NULL,
  lead_time_days INTEGER,
  configuration_id INTEGER REFERENCES crm_configuration (id)
) STRICT;

CREATE TABLE crm_payment (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES crm_order (id),
  kind TEXT NOT NULL, -- plain: token
  amount INTEGER NOT NULL,
  at INTEGER NOT NULL,
  method TEXT, -- plain: token such as card or alipay
  external_id TEXT, -- plain: the payment provider's key, unique within its order
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_payment_order ON crm_payment (order_id);

CREATE TABLE crm_refund (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  order_id INTEGER REFERENCES crm_order (id),
  source TEXT, -- plain: the system that the refund comes from
  external_id TEXT, -- plain: that system's key of the refund
  currency TEXT NOT NULL, -- plain: ISO 4217
  amount INTEGER NOT NULL,
  shipping INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  amount_base INTEGER NOT NULL,
  net_base INTEGER NOT NULL,
  reason TEXT, -- plain: token
  counts INTEGER NOT NULL,
  day INTEGER NOT NULL,
  refunded_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_refund_facts ON crm_refund (customer_id, day, counts, net_base);
CREATE INDEX crm_refund_order ON crm_refund (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX crm_refund_external ON crm_refund (external_id, source) WHERE external_id IS NOT NULL;

CREATE TABLE crm_refund_line (
  refund_id INTEGER NOT NULL REFERENCES crm_refund (id),
  line_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  restock INTEGER NOT NULL,
  PRIMARY KEY (refund_id, line_id)
) STRICT, WITHOUT ROWID;

-- Sums over the counting orders and refunds of a customer, in the base currency; equal to a recomputation at any time.
CREATE TABLE crm_metric (
  customer_id INTEGER PRIMARY KEY,
  orders INTEGER NOT NULL,
  units INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  refunds INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  first_at INTEGER,
  last_at INTEGER
) STRICT;

-- Words of a host for the state of an order that the shop has added to the built-in tables.
CREATE TABLE crm_order_state_word (
  host TEXT NOT NULL, -- plain: name of the host system
  word TEXT NOT NULL, -- plain: the host's word
  state TEXT NOT NULL, -- plain: token
  payment TEXT, -- plain: token
  PRIMARY KEY (host, word)
) STRICT, WITHOUT ROWID;

-- Orders, for queries; amounts in minor units.
CREATE VIEW crm_orders AS
SELECT id, customer_id, source, external_id, number, channel, state, pay_state, fulfil_state, cancel_reason,
  hold_reason, held_at, currency,
  subtotal AS subtotal_minor, discount AS discount_minor, shipping AS shipping_minor, tax AS tax_minor,
  total AS total_minor, paid AS paid_minor, refunded AS refunded_minor, total_base AS total_base_minor,
  net_base AS net_base_minor, cost_base AS cost_base_minor, units / 1000.0 AS units, counts,
  date(day * 86400, 'unixepoch') AS day, placed_at, promised_at, paid_at, completed_at, cancelled_at
FROM crm_order;

-- Lines of orders, for queries.
CREATE VIEW crm_order_lines AS
SELECT id, id >> 12 AS order_id, (id & 4095) + 1 AS position, sku, name, quantity / 1000.0 AS quantity,
  unit_price / 1000000.0 AS unit_price, discount AS discount_minor, tax AS tax_minor, total AS total_minor,
  cost AS unit_cost_minor, cost_currency, fulfilled / 1000.0 AS fulfilled, restocked / 1000.0 AS restocked,
  quantity_cancelled / 1000.0 AS quantity_cancelled, made_to_order, lead_time_days, configuration_id
FROM crm_order_line;

-- Payments, for queries.
CREATE VIEW crm_payments AS
SELECT id, order_id, kind, amount AS amount_minor, at, method, external_id
FROM crm_payment;

-- Refunds, for queries.
CREATE VIEW crm_refunds AS
SELECT id, customer_id, order_id, source, external_id, currency, amount AS amount_minor,
  amount_base AS amount_base_minor, net_base AS net_base_minor, reason, counts,
  date(day * 86400, 'unixepoch') AS day, refunded_at
FROM crm_refund;

-- Metrics of customers with orders or refunds, for queries; amounts in minor units of the base currency.
CREATE VIEW crm_metrics AS
SELECT customer_id, orders, units / 1000.0 AS units, gross AS gross_minor, net AS net_minor, cost AS cost_minor,
  net - cost AS margin_minor, refunds, refunded AS refunded_minor, first_at, last_at
FROM crm_metric;
