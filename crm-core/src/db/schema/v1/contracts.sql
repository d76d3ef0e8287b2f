-- contracts: service contracts, what they entitle to, and what of it was used. Days are days in the shop's zone.

CREATE TABLE crm_contract (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE, -- plain: the number that people read
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  asset_ids TEXT NOT NULL, -- plain: JSON list of the pieces that it covers
  skus TEXT NOT NULL, -- plain: JSON list of the articles that it covers
  parts_rate INTEGER NOT NULL,
  labour INTEGER NOT NULL,
  travel INTEGER NOT NULL,
  response_s INTEGER,
  resolution_s INTEGER,
  visits INTEGER,
  calls INTEGER,
  price_minor INTEGER NOT NULL,
  price_currency TEXT NOT NULL, -- plain: ISO 4217
  billing TEXT NOT NULL, -- plain: token
  renewal TEXT NOT NULL, -- plain: token
  months INTEGER NOT NULL,
  starts_on INTEGER NOT NULL,
  ends_on INTEGER NOT NULL,
  allow_overlap INTEGER NOT NULL,
  state TEXT NOT NULL, -- plain: token
  suspended_at INTEGER,
  ended_at INTEGER,
  end_reason TEXT, -- plain: token
  unused_minor INTEGER,
  unused_currency TEXT, -- plain: ISO 4217
  previous_id INTEGER REFERENCES crm_contract (id),
  next_id INTEGER REFERENCES crm_contract (id),
  next_on INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_contract_customer ON crm_contract (customer_id);
CREATE INDEX crm_contract_next ON crm_contract (next_on) WHERE next_on IS NOT NULL;

-- What was used of a contract, by the year of the contract, which is named by its first day.
CREATE TABLE crm_entitlement_use (
  id INTEGER PRIMARY KEY,
  contract_id INTEGER NOT NULL REFERENCES crm_contract (id),
  kind TEXT NOT NULL, -- plain: token
  year_from INTEGER NOT NULL,
  is_over INTEGER NOT NULL,
  reference TEXT, -- plain: the host's key of the use
  used_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_entitlement_use_year ON crm_entitlement_use (contract_id, year_from, kind);
CREATE UNIQUE INDEX crm_entitlement_use_reference ON crm_entitlement_use (reference, contract_id)
  WHERE reference IS NOT NULL;

-- Service contracts, for queries.
CREATE VIEW crm_contracts AS
SELECT id, number, customer_id, parts_rate / 1000000.0 AS parts_rate, labour, travel, response_s, resolution_s, visits,
  calls, price_minor, price_currency, billing, renewal, starts_on, ends_on, state, ended_at, end_reason, previous_id,
  next_id, created_at
FROM crm_contract;

-- What was used of them, for queries.
CREATE VIEW crm_entitlement_uses AS
SELECT id, contract_id, kind, year_from, is_over, reference, used_at
FROM crm_entitlement_use;
