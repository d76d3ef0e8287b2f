-- coupons: coupon programmes, coupons and what was done with them; gift cards and store credit.

CREATE TABLE crm_coupon_program (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: what the shop calls it
  kind TEXT NOT NULL, -- plain: token
  rate INTEGER,
  amount_minor INTEGER,
  amount_currency TEXT, -- plain: ISO 4217
  gift_sku TEXT, -- plain: article number
  gift_quantity INTEGER,
  buy_quantity INTEGER,
  get_quantity INTEGER,
  min_amount_minor INTEGER,
  min_amount_currency TEXT, -- plain: ISO 4217
  max_discount_minor INTEGER,
  max_discount_currency TEXT, -- plain: ISO 4217
  per_customer INTEGER,
  total_limit INTEGER,
  budget_minor INTEGER,
  budget_currency TEXT, -- plain: ISO 4217
  stackable INTEGER NOT NULL,
  starts_at INTEGER,
  ends_at INTEGER,
  skus TEXT NOT NULL, -- plain: JSON list of article numbers
  categories TEXT NOT NULL, -- plain: JSON list of category paths
  list_id INTEGER,
  min_tier_rank INTEGER,
  active INTEGER NOT NULL,
  -- Reserved and redeemed, and what they come to in the currency of the budget; equal to a recomputation at any time.
  uses INTEGER NOT NULL,
  spent_minor INTEGER,
  spent_currency TEXT, -- plain: ISO 4217
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_coupon (
  id INTEGER PRIMARY KEY,
  program_id INTEGER NOT NULL REFERENCES crm_coupon_program (id),
  code TEXT NOT NULL, -- plain: the code in capitals, without spaces and hyphens
  customer_id INTEGER REFERENCES crm_customer (id),
  shared INTEGER NOT NULL,
  state TEXT NOT NULL, -- plain: token
  expires_at INTEGER,
  remind_at INTEGER,
  reminded_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_coupon_code ON crm_coupon (code);
CREATE INDEX crm_coupon_of_program ON crm_coupon (program_id, id);
CREATE INDEX crm_coupon_customer ON crm_coupon (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_coupon_expiry ON crm_coupon (expires_at) WHERE state = 'issued' AND expires_at IS NOT NULL;
CREATE INDEX crm_coupon_reminder ON crm_coupon (remind_at)
  WHERE state = 'issued' AND reminded_at IS NULL AND remind_at IS NOT NULL;

CREATE TABLE crm_redemption (
  id INTEGER PRIMARY KEY,
  coupon_id INTEGER NOT NULL REFERENCES crm_coupon (id),
  program_id INTEGER NOT NULL REFERENCES crm_coupon_program (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  order_id INTEGER REFERENCES crm_order (id),
  key TEXT NOT NULL, -- plain: the host's key of the basket
  state TEXT NOT NULL, -- plain: token
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  reserved_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  redeemed_at INTEGER,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
-- What counts against limits is reserved or redeemed: it has not ended. One coupon has one such use per basket.
CREATE UNIQUE INDEX crm_redemption_basket ON crm_redemption (key, coupon_id) WHERE ended_at IS NULL;
CREATE INDEX crm_redemption_coupon ON crm_redemption (coupon_id, id);
CREATE INDEX crm_redemption_program ON crm_redemption (program_id, id);
CREATE INDEX crm_redemption_customer ON crm_redemption (customer_id, program_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_redemption_order ON crm_redemption (order_id) WHERE order_id IS NOT NULL;
-- What is held now is little, and found here for a programme or a shared coupon too.
CREATE INDEX crm_redemption_due ON crm_redemption (expires_at) WHERE state = 'reserved';

-- Gift cards and accounts of store credit; the balance is the sum of the entries.
CREATE TABLE crm_stored_value (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- plain: token
  code TEXT, -- plain: the code in capitals, without spaces and hyphens
  customer_id INTEGER REFERENCES crm_customer (id),
  balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
  balance_currency TEXT NOT NULL, -- plain: ISO 4217
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_stored_value_code ON crm_stored_value (code) WHERE code IS NOT NULL;
CREATE INDEX crm_stored_value_customer ON crm_stored_value (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_stored_value_expiry ON crm_stored_value (expires_at) WHERE balance_minor > 0 AND expires_at IS NOT NULL;

-- Only ever added to.
CREATE TABLE crm_stored_value_entry (
  id INTEGER PRIMARY KEY,
  stored_value_id INTEGER NOT NULL REFERENCES crm_stored_value (id),
  kind TEXT NOT NULL, -- plain: token
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  order_id INTEGER REFERENCES crm_order (id),
  reason TEXT, -- plain: token
  key TEXT, -- plain: the host's key of the request
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_stored_value_entry_of ON crm_stored_value_entry (stored_value_id, id);
CREATE INDEX crm_stored_value_entry_order ON crm_stored_value_entry (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX crm_stored_value_entry_key ON crm_stored_value_entry (stored_value_id, key) WHERE key IS NOT NULL;

-- Coupon programmes, for queries; amounts in minor units, the rate as a share.
CREATE VIEW crm_coupon_programs AS
SELECT id, name, kind, rate / 1000000.0 AS rate, amount_minor, amount_currency, min_amount_minor, max_discount_minor,
  per_customer, total_limit, budget_minor, budget_currency, stackable, starts_at, ends_at, active, uses,
  spent_minor
FROM crm_coupon_program;

-- Coupons, for queries; without their codes, which are as good as money.
CREATE VIEW crm_coupons AS
SELECT id, program_id, customer_id, shared, state, expires_at, created_at, updated_at FROM crm_coupon;

-- Reservations and redemptions of coupons, for queries.
CREATE VIEW crm_redemptions AS
SELECT id, coupon_id, program_id, customer_id, order_id, state, amount_minor, amount_currency, reserved_at, expires_at,
  redeemed_at, ended_at
FROM crm_redemption;

-- Gift cards and store credit, for queries; without their codes.
CREATE VIEW crm_stored_values AS
SELECT id, kind, customer_id, balance_minor, balance_currency, expires_at, created_at FROM crm_stored_value;

-- The ledger of gift cards and store credit, for queries.
CREATE VIEW crm_stored_value_entries AS
SELECT id, stored_value_id, kind, amount_minor, amount_currency, order_id, reason, at FROM crm_stored_value_entry;
