-- collateral: Collateral, competitors and purchase guides: what sales people show and know.

CREATE TABLE crm_content (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL, -- plain: token
  kind TEXT NOT NULL, -- plain: token
  language TEXT NOT NULL, -- plain: BCP 47
  version INTEGER NOT NULL,
  title TEXT NOT NULL, -- plain: title
  uri TEXT, -- plain: where the file lies
  text TEXT, -- plain: text of the shop
  state TEXT NOT NULL, -- plain: token
  valid_from INTEGER,
  valid_to INTEGER,
  published_at INTEGER,
  expiring_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (key, language, version)
) STRICT;
-- One published version per key and language; and what tick has to look at next.
CREATE UNIQUE INDEX crm_content_published ON crm_content (key, language) WHERE state = 'published';
CREATE INDEX crm_content_ending ON crm_content (valid_to) WHERE state = 'published' AND expiring_at IS NULL;

CREATE TABLE crm_content_sku (
  content_id INTEGER NOT NULL REFERENCES crm_content (id),
  sku TEXT NOT NULL, -- plain: article number
  PRIMARY KEY (content_id, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_content_sku_sku ON crm_content_sku (sku, content_id);

CREATE TABLE crm_benefit (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL, -- plain: article number
  option TEXT, -- plain: key of an option of its model
  language TEXT NOT NULL, -- plain: BCP 47
  country TEXT, -- plain: ISO 3166-1 alpha-2
  text TEXT NOT NULL, -- plain: text of the shop
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_benefit_key ON crm_benefit (sku, coalesce(option, ''), language, coalesce(country, ''));

CREATE TABLE crm_competitor (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE, -- plain: name of a firm
  strengths TEXT, -- plain: about a firm
  weaknesses TEXT, -- plain: about a firm
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_competitor_product (
  id INTEGER PRIMARY KEY,
  competitor_id INTEGER NOT NULL REFERENCES crm_competitor (id),
  name TEXT NOT NULL, -- plain: name of a product
  sku TEXT, -- plain: our article number
  strengths TEXT, -- plain: about a product
  weaknesses TEXT, -- plain: about a product
  price_minor INTEGER,
  price_currency TEXT, -- plain: ISO 4217
  price_on INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_competitor_product_competitor ON crm_competitor_product (competitor_id);
CREATE INDEX crm_competitor_product_sku ON crm_competitor_product (sku) WHERE sku IS NOT NULL;

CREATE TABLE crm_guide (
  id INTEGER PRIMARY KEY,
  category TEXT NOT NULL, -- plain: token
  size_band TEXT, -- plain: token
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_guide_key ON crm_guide (category, coalesce(size_band, ''));

CREATE TABLE crm_guide_entry (
  guide_id INTEGER NOT NULL REFERENCES crm_guide (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  reason TEXT NOT NULL, -- plain: texts by language as JSON
  PRIMARY KEY (guide_id, position)
) STRICT, WITHOUT ROWID;

-- Content items, every version.
CREATE VIEW crm_contents AS
SELECT id, key, kind, language, version, title, uri, state, valid_from, valid_to, published_at, created_at FROM crm_content;

-- Benefits of products and of their options.
CREATE VIEW crm_benefits AS
SELECT id, sku, option, language, country, text, updated_at FROM crm_benefit;

-- Competitors.
CREATE VIEW crm_competitors AS
SELECT id, name, strengths, weaknesses, created_at FROM crm_competitor;

-- Products of competitors, with the article of ours that competes.
CREATE VIEW crm_competitor_products AS
SELECT id, competitor_id, name, sku, price_minor, price_currency, price_on, updated_at FROM crm_competitor_product;

-- Purchase guides, one entry a row.
CREATE VIEW crm_guide_entries AS
SELECT g.id AS guide_id, g.category, g.size_band, e.position, e.sku
FROM crm_guide g JOIN crm_guide_entry e ON e.guide_id = g.id;
