-- partners: Partners and commissions. Amounts of commissions are in the shop's base currency.

CREATE TABLE crm_partner (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  code TEXT NOT NULL, -- plain: the code that the shop gave
  territory TEXT, -- plain: where the partner sells
  level TEXT, -- plain: token of the shop
  agreement TEXT, -- pii: what was agreed, as written
  discount_rate INTEGER NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_partner_code ON crm_partner (code);
CREATE INDEX crm_partner_customer ON crm_partner (customer_id);

-- What is paid for what, while the plan is in force.
CREATE TABLE crm_commission_plan (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: name that the shop gave
  terms TEXT NOT NULL, -- plain: JSON of the terms
  priority INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

-- The commission of an order under a plan, as a whole. Turnover is what the one who is named first has sold in a period.
CREATE TABLE crm_attribution (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES crm_order (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  plan_id INTEGER NOT NULL REFERENCES crm_commission_plan (id),
  lead TEXT NOT NULL, -- plain: token
  lead_id INTEGER NOT NULL,
  shares TEXT NOT NULL, -- plain: JSON of the beneficiaries and their shares
  lines TEXT NOT NULL, -- plain: JSON of the covered lines and what each brings
  period INTEGER,
  base INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  due_at INTEGER,
  closed_at INTEGER,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_attribution_order ON crm_attribution (order_id, plan_id);
CREATE INDEX crm_attribution_turnover ON crm_attribution (plan_id, lead, lead_id, period, kept) WHERE period IS NOT NULL;
CREATE INDEX crm_attribution_customer ON crm_attribution (customer_id);
-- What still follows its order, and what tick has to look at next.
CREATE INDEX crm_attribution_due ON crm_attribution (due_at) WHERE closed_at IS NULL;

-- What one beneficiary gets for one line of an order.
CREATE TABLE crm_commission (
  id INTEGER PRIMARY KEY,
  attribution_id INTEGER NOT NULL REFERENCES crm_attribution (id),
  order_id INTEGER NOT NULL REFERENCES crm_order (id),
  line_id INTEGER,
  plan_id INTEGER NOT NULL REFERENCES crm_commission_plan (id),
  beneficiary TEXT NOT NULL, -- plain: token
  beneficiary_id INTEGER NOT NULL,
  base INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  clawed_minor INTEGER NOT NULL,
  clawed_currency TEXT NOT NULL, -- plain: ISO 4217
  state TEXT NOT NULL, -- plain: token
  earned_at INTEGER,
  approved_at INTEGER,
  paid_at INTEGER,
  payout_id INTEGER REFERENCES crm_payout (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_commission_attribution ON crm_commission (attribution_id);
CREATE INDEX crm_commission_state ON crm_commission (state, beneficiary, beneficiary_id, earned_at);

-- What was paid to a beneficiary for a period, after what was taken back of earlier payouts.
CREATE TABLE crm_payout (
  id INTEGER PRIMARY KEY,
  beneficiary TEXT NOT NULL, -- plain: token
  beneficiary_id INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  until_day INTEGER NOT NULL,
  commissions INTEGER NOT NULL,
  gross_minor INTEGER NOT NULL,
  gross_currency TEXT NOT NULL, -- plain: ISO 4217
  set_off_minor INTEGER NOT NULL,
  set_off_currency TEXT NOT NULL, -- plain: ISO 4217
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  paid_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_payout_beneficiary ON crm_payout (beneficiary, beneficiary_id);

-- The account of each beneficiary: earned +, clawed back −, paid −. Rows are only added; open is what was taken back of
-- what had been paid, until a payout sets it off.
CREATE TABLE crm_commission_entry (
  id INTEGER PRIMARY KEY,
  beneficiary TEXT NOT NULL, -- plain: token
  beneficiary_id INTEGER NOT NULL,
  kind TEXT NOT NULL, -- plain: token
  commission_id INTEGER REFERENCES crm_commission (id),
  payout_id INTEGER REFERENCES crm_payout (id),
  amount INTEGER NOT NULL,
  open INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_commission_entry_account ON crm_commission_entry (beneficiary, beneficiary_id, at);
CREATE INDEX crm_commission_entry_open ON crm_commission_entry (beneficiary, beneficiary_id) WHERE open = 1;

-- Partners, for queries; without what was agreed.
CREATE VIEW crm_partners AS
SELECT id, customer_id, kind, code, territory, level, active, created_at, updated_at
FROM crm_partner;

-- Commissions, for queries; amounts in minor units.
CREATE VIEW crm_commissions AS
SELECT id, order_id, line_id, plan_id, beneficiary, beneficiary_id, amount_minor, clawed_minor,
  amount_currency AS currency, state, earned_at, approved_at, paid_at, payout_id, created_at
FROM crm_commission;
