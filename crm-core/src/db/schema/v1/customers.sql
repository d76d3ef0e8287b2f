-- customers: people and companies, how they are identified, and what belongs to them.

CREATE TABLE crm_customer (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE, -- plain: 16 random bytes, the id across files
  kind TEXT NOT NULL, -- plain: token
  name TEXT, -- pii: display name; NULL while unknown
  name_key TEXT, -- pii: folded display name, for exact search and duplicates
  given_name TEXT, -- pii: given name
  family_name TEXT, -- pii: family name
  name_order TEXT, -- plain: token; NULL follows the script and the shop
  gender TEXT NOT NULL, -- plain: token
  birth_date TEXT, -- pii: YYYY-MM-DD, or --MM-DD without the year
  income_band INTEGER,
  id_document_hash TEXT, -- pii: the host's keyed hash of an identity document
  language TEXT, -- plain: BCP 47
  country TEXT, -- plain: ISO 3166-1
  time_zone TEXT, -- plain: IANA name
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  source_touch_id INTEGER,
  owner_id INTEGER,
  blocked TEXT NOT NULL, -- plain: token
  block_reason TEXT, -- plain: token
  blocked_since INTEGER,
  blocked_until INTEGER,
  blocked_by INTEGER,
  preferred_channel TEXT, -- plain: token
  quiet_from INTEGER,
  quiet_to INTEGER,
  note TEXT, -- pii: free text
  archived_at INTEGER,
  merged_into INTEGER REFERENCES crm_customer (id),
  erased_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_customer_name ON crm_customer (name_key) WHERE name_key IS NOT NULL;
-- Birthdays by month and day.
CREATE INDEX crm_customer_birthday ON crm_customer (substr(birth_date, -5)) WHERE birth_date IS NOT NULL;
CREATE INDEX crm_customer_owner ON crm_customer (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX crm_customer_block_end ON crm_customer (blocked_until)
  WHERE blocked_until IS NOT NULL AND merged_into IS NULL;
CREATE INDEX crm_customer_merged ON crm_customer (merged_into) WHERE merged_into IS NOT NULL;

-- What tells customers apart. A key belongs to one customer at a time.
CREATE TABLE crm_identity (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  value TEXT NOT NULL, -- pii: the unique key
  display TEXT NOT NULL, -- pii: as it was given
  verified TEXT NOT NULL, -- plain: token
  verified_at INTEGER,
  is_primary INTEGER NOT NULL,
  valid_from INTEGER,
  valid_to INTEGER,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_identity_key ON crm_identity (kind, value);
CREATE INDEX crm_identity_customer ON crm_identity (customer_id);
CREATE UNIQUE INDEX crm_identity_primary ON crm_identity (customer_id, kind) WHERE is_primary = 1;

CREATE TABLE crm_address (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  recipient TEXT, -- pii: who receives there
  lines TEXT NOT NULL, -- pii: street and house, one line each
  city TEXT, -- pii: city
  region TEXT, -- pii: province or state
  postcode TEXT, -- pii: postcode
  country TEXT, -- plain: ISO 3166-1
  geo_cell TEXT, -- pii: cell of a geographic grid
  is_default INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_address_customer ON crm_address (customer_id);
CREATE UNIQUE INDEX crm_address_default ON crm_address (customer_id, kind) WHERE is_default = 1;

-- The profile of a customer of kind company.
CREATE TABLE crm_company (
  customer_id INTEGER PRIMARY KEY REFERENCES crm_customer (id),
  legal_name TEXT, -- pii: registered name, which may be a person's
  tax_id TEXT, -- pii: tax or registration number as given
  tax_key TEXT, -- pii: the number without grouping, for duplicates
  legal_representative TEXT, -- pii: name of the legal representative
  industry TEXT, -- plain: industry
  employees INTEGER,
  annual_revenue_minor INTEGER,
  annual_revenue_currency TEXT, -- plain: ISO 4217
  category TEXT, -- plain: token
  size_band TEXT, -- plain: token
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_company_tax ON crm_company (tax_key) WHERE tax_key IS NOT NULL;

CREATE TABLE crm_relation (
  id INTEGER PRIMARY KEY,
  from_customer INTEGER NOT NULL REFERENCES crm_customer (id),
  to_customer INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  since INTEGER,
  until INTEGER,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_relation_pair ON crm_relation (from_customer, to_customer, kind);
CREATE INDEX crm_relation_to ON crm_relation (to_customer);

CREATE TABLE crm_tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE -- plain: the tag
) STRICT;

CREATE TABLE crm_customer_tag (
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  tag_id INTEGER NOT NULL REFERENCES crm_tag (id),
  added_at INTEGER NOT NULL,
  PRIMARY KEY (customer_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_customer_tag_tag ON crm_customer_tag (tag_id, customer_id);

-- Static lists, kept by hand.
CREATE TABLE crm_list (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE, -- plain: name of the list
  note TEXT, -- plain: what it is for
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_list_member (
  list_id INTEGER NOT NULL REFERENCES crm_list (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  added_at INTEGER NOT NULL,
  removed_at INTEGER,
  source TEXT, -- plain: where the member came from
  PRIMARY KEY (list_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_list_member_customer ON crm_list_member (customer_id);

CREATE TABLE crm_custom_field (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL, -- plain: token
  key TEXT NOT NULL, -- plain: name of the field
  type TEXT NOT NULL, -- plain: token
  required INTEGER NOT NULL,
  pii INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  options TEXT NOT NULL, -- plain: JSON array of the options of an enumeration
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (entity, key)
) STRICT;

-- Numbers, times, amounts (minor units) and ids in `number`; texts, options and currencies in `text`.
CREATE TABLE crm_custom_value (
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  field_id INTEGER NOT NULL REFERENCES crm_custom_field (id),
  number INTEGER,
  text TEXT, -- pii: what the shop keeps in its own fields
  indexed INTEGER NOT NULL,
  PRIMARY KEY (customer_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_custom_value_number ON crm_custom_value (field_id, number, customer_id)
  WHERE indexed = 1 AND number IS NOT NULL;
CREATE INDEX crm_custom_value_text ON crm_custom_value (field_id, text, customer_id)
  WHERE indexed = 1 AND text IS NOT NULL;

-- Pairs that may be one customer; the smaller id first.
CREATE TABLE crm_duplicate (
  id INTEGER PRIMARY KEY,
  first_id INTEGER NOT NULL REFERENCES crm_customer (id),
  second_id INTEGER NOT NULL REFERENCES crm_customer (id),
  reason TEXT NOT NULL, -- plain: token
  score INTEGER NOT NULL,
  state TEXT NOT NULL, -- plain: token
  found_at INTEGER NOT NULL,
  UNIQUE (first_id, second_id)
) STRICT;
CREATE INDEX crm_duplicate_second ON crm_duplicate (second_id);
CREATE INDEX crm_duplicate_state ON crm_duplicate (state, score);

-- What a merge moved and changed, so that it can be undone exactly.
CREATE TABLE crm_merge (
  id INTEGER PRIMARY KEY,
  winner_id INTEGER NOT NULL REFERENCES crm_customer (id),
  loser_id INTEGER NOT NULL REFERENCES crm_customer (id),
  at INTEGER NOT NULL,
  rules TEXT NOT NULL, -- plain: JSON, the rule of each overridden field
  fields TEXT NOT NULL, -- pii: JSON, the winner's fields before and after
  moved TEXT NOT NULL, -- plain: JSON, ids of the moved rows by table
  undone_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_merge_winner ON crm_merge (winner_id);
CREATE INDEX crm_merge_loser ON crm_merge (loser_id);

-- Words of customers that are neither archived nor merged; the row id is the customer's id. The text is folded and cut
-- into bigrams where the script has no spaces. Not contentless: only so do deleted words leave the file.
CREATE VIRTUAL TABLE crm_customer_search USING fts5(
  name, -- pii: indexed words of the display name
  email, -- pii: indexed words of the e-mail addresses
  company, -- pii: indexed words of the company's registered name
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', columnsize = 0
);
INSERT INTO crm_customer_search (crm_customer_search, rank) VALUES ('secure-delete', 1);

-- Phone numbers of the same customers as overlapping groups of three digits, so that any part of a number is found.
CREATE VIRTUAL TABLE crm_phone_search USING fts5(
  digits, -- pii: indexed digits of the phone numbers
  tokenize = 'unicode61 remove_diacritics 2', columnsize = 0
);
INSERT INTO crm_phone_search (crm_phone_search, rank) VALUES ('secure-delete', 1);

-- People and companies, for queries; merged ones have no row.
CREATE VIEW crm_customers AS
SELECT id, kind, name, given_name, family_name, gender, birth_date, language, country, time_zone, created_at,
  first_seen_at, owner_id, blocked, block_reason, blocked_since, blocked_until, preferred_channel, archived_at
FROM crm_customer WHERE merged_into IS NULL;

-- How customers are identified, for queries.
CREATE VIEW crm_identities AS
SELECT id, customer_id, kind, value, verified, verified_at, is_primary, created_at FROM crm_identity;

-- Addresses, for queries.
CREATE VIEW crm_addresses AS
SELECT id, customer_id, kind, recipient, lines, city, region, postcode, country, is_default FROM crm_address;

-- Company profiles, for queries.
CREATE VIEW crm_companies AS
SELECT customer_id, legal_name, tax_id, legal_representative, industry, employees, annual_revenue_minor,
  annual_revenue_currency, category, size_band
FROM crm_company;

-- Tags of customers, for queries.
CREATE VIEW crm_customer_tags AS
SELECT t.customer_id, g.name AS tag, t.added_at FROM crm_customer_tag t JOIN crm_tag g ON g.id = t.tag_id;

-- Present members of static lists, for queries.
CREATE VIEW crm_list_members AS
SELECT m.list_id, l.name AS list, m.customer_id, m.added_at, m.source
FROM crm_list_member m JOIN crm_list l ON l.id = m.list_id WHERE m.removed_at IS NULL;
