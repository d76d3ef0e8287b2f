-- configure: Configure to order: options, constraints, configurations and design requests.

CREATE TABLE crm_model (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL, -- plain: article number of the product
  version INTEGER NOT NULL,
  base_price_minor INTEGER NOT NULL,
  base_price_currency TEXT NOT NULL, -- plain: ISO 4217
  options INTEGER NOT NULL,
  rules INTEGER NOT NULL,
  body TEXT NOT NULL, -- plain: groups, options and rules as JSON
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (sku, version)
) STRICT;

CREATE TABLE crm_configuration (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  name TEXT, -- pii: what the customer calls it
  sku TEXT NOT NULL, -- plain: article number of the model
  version INTEGER NOT NULL,
  valid INTEGER NOT NULL,
  price_minor INTEGER,
  price_currency TEXT, -- plain: ISO 4217
  lead_time_days INTEGER NOT NULL,
  hash TEXT NOT NULL, -- plain: of model, version and choices
  token TEXT, -- plain: who has it sees the choices
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_configuration_customer ON crm_configuration (customer_id, hash) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_configuration_sku ON crm_configuration (sku);
CREATE UNIQUE INDEX crm_configuration_token ON crm_configuration (token) WHERE token IS NOT NULL;

CREATE TABLE crm_configuration_choice (
  configuration_id INTEGER NOT NULL REFERENCES crm_configuration (id),
  option TEXT NOT NULL, -- plain: key of the option
  PRIMARY KEY (configuration_id, option)
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_design (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  text TEXT NOT NULL, -- pii: what the customer asks for
  sku TEXT, -- plain: article number
  category TEXT, -- plain: path of the category
  state TEXT NOT NULL, -- plain: token
  answer TEXT, -- pii: what the shop says to it
  votes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_design_votes ON crm_design (votes, id);
CREATE INDEX crm_design_state ON crm_design (state, votes, id);
CREATE INDEX crm_design_customer ON crm_design (customer_id);
CREATE INDEX crm_design_sku ON crm_design (sku) WHERE sku IS NOT NULL;

CREATE TABLE crm_design_vote (
  id INTEGER PRIMARY KEY,
  design_id INTEGER NOT NULL REFERENCES crm_design (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  voted_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
-- Not unique: customers that a merge brings together may both have voted, and part again.
CREATE INDEX crm_design_vote_design ON crm_design_vote (design_id, customer_id);
CREATE INDEX crm_design_vote_customer ON crm_design_vote (customer_id);

-- Configurable models, every version.
CREATE VIEW crm_models AS
SELECT id, sku, version, base_price_minor, base_price_currency, options, rules, created_at FROM crm_model;

-- Saved configurations; without their names and tokens.
CREATE VIEW crm_configurations AS
SELECT id, customer_id, sku, version, valid, price_minor, price_currency, lead_time_days, hash, token IS NOT NULL AS shared,
  created_at
FROM crm_configuration;

-- The options of saved configurations, one a row: what is chosen how often.
CREATE VIEW crm_configuration_choices AS
SELECT configuration_id, option FROM crm_configuration_choice;

-- Design requests; without what was written.
CREATE VIEW crm_designs AS
SELECT id, customer_id, sku, category, state, votes, created_at, updated_at FROM crm_design;
