-- referrals: customers who bring others.

-- One row: what both sides get, and when.
CREATE TABLE crm_referral_program (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

-- The code by which a customer invites others; a merged customer's codes are the survivor's.
CREATE TABLE crm_referral_code (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  code TEXT NOT NULL, -- plain: the code in capitals
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_referral_code_code ON crm_referral_code (code);
CREATE INDEX crm_referral_code_customer ON crm_referral_code (customer_id);

CREATE TABLE crm_referral (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  referrer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  state TEXT NOT NULL, -- plain: token
  order_id INTEGER REFERENCES crm_order (id),
  due_at INTEGER,
  reason TEXT, -- plain: token
  joined_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_referral_customer ON crm_referral (customer_id);
CREATE INDEX crm_referral_referrer ON crm_referral (referrer_id);
CREATE INDEX crm_referral_order ON crm_referral (order_id) WHERE state = 'ordered';
CREATE INDEX crm_referral_due ON crm_referral (due_at) WHERE state = 'ordered';

-- Referrals, for queries.
CREATE VIEW crm_referrals AS
SELECT id, customer_id, referrer_id, state, order_id, due_at, reason, joined_at, ended_at FROM crm_referral;
