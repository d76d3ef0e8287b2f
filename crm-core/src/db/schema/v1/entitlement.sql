-- entitlement: how customers are served: the shop's rules, and exceptions for single customers.

-- One row: the rules in their order, and what holds when none fits.
CREATE TABLE crm_entitlement (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the rules
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_entitlement_override (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  level TEXT NOT NULL, -- plain: token
  price_minor INTEGER,
  price_currency TEXT, -- plain: ISO 4217
  reason TEXT NOT NULL, -- plain: token
  until INTEGER,
  staff_id INTEGER,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_entitlement_override_customer ON crm_entitlement_override (customer_id);

-- Exceptions of single customers, for queries; one holds while it is neither ended nor past its end.
CREATE VIEW crm_entitlement_overrides AS
SELECT id, customer_id, level, price_minor, price_currency, reason, until, staff_id, created_at, ended_at
FROM crm_entitlement_override;
