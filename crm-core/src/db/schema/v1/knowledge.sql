-- knowledge: articles that answer questions.

-- The newest text of each article, published or not; what readers see is its published version.
CREATE TABLE crm_article (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL, -- plain: token
  language TEXT NOT NULL, -- plain: BCP 47
  title TEXT NOT NULL, -- plain: text of the shop
  body TEXT NOT NULL, -- plain: text of the shop
  audience TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  version INTEGER NOT NULL,
  published_version INTEGER,
  related TEXT NOT NULL, -- plain: JSON list of ids
  valid_to INTEGER,
  expiring_at INTEGER,
  expired_at INTEGER,
  views INTEGER NOT NULL,
  -- Equal to a count of the votes at any time.
  helpful INTEGER NOT NULL,
  not_helpful INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  published_at INTEGER,
  rev INTEGER NOT NULL,
  UNIQUE (key, language)
) STRICT;
CREATE INDEX crm_article_state ON crm_article (state, id);
-- What tick has to announce and to take out of the search next.
CREATE INDEX crm_article_expiring ON crm_article (valid_to)
  WHERE published_version IS NOT NULL AND expiring_at IS NULL AND valid_to IS NOT NULL;
CREATE INDEX crm_article_expired ON crm_article (valid_to)
  WHERE published_version IS NOT NULL AND expired_at IS NULL AND valid_to IS NOT NULL;

-- Every version that was published.
CREATE TABLE crm_article_version (
  article_id INTEGER NOT NULL REFERENCES crm_article (id),
  version INTEGER NOT NULL,
  title TEXT NOT NULL, -- plain: text of the shop
  body TEXT NOT NULL, -- plain: text of the shop
  published_at INTEGER NOT NULL,
  PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;

-- What an article is about.
CREATE TABLE crm_article_subject (
  article_id INTEGER NOT NULL REFERENCES crm_article (id),
  kind TEXT NOT NULL, -- plain: sku, category or tag
  value TEXT NOT NULL, -- plain: article number, category path or tag
  PRIMARY KEY (article_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_article_subject_value ON crm_article_subject (kind, value, article_id);

CREATE TABLE crm_article_vote (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES crm_article (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor TEXT, -- pii: the host's token of somebody who is not known
  helpful INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_article_vote_article ON crm_article_vote (article_id, customer_id, visitor);
CREATE INDEX crm_article_vote_customer ON crm_article_vote (customer_id) WHERE customer_id IS NOT NULL;

-- What an article was used for.
CREATE TABLE crm_article_link (
  article_id INTEGER NOT NULL REFERENCES crm_article (id),
  entity TEXT NOT NULL, -- plain: kind of the entity
  entity_id INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (article_id, entity, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_article_link_entity ON crm_article_link (entity, entity_id);

-- What was asked and not found, folded, with how often.
CREATE TABLE crm_article_gap (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL, -- pii: what somebody typed
  language TEXT NOT NULL, -- plain: BCP 47, empty for any
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (text, language)
) STRICT;
CREATE INDEX crm_article_gap_count ON crm_article_gap (count, id);

-- Words of published articles that have not expired; the row id is the article's id. Text is cut as for customers.
CREATE VIRTUAL TABLE crm_article_search USING fts5(
  title, -- plain: indexed words of the title
  tags, -- plain: indexed words of the tags
  body, -- plain: indexed words of the body
  facets, -- plain: audience, language and subjects as tokens
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);

-- Articles, for queries; without their texts.
CREATE VIEW crm_articles AS
SELECT id, key, language, title, audience, state, version, published_version, valid_to, views, helpful, not_helpful,
  created_at, published_at
FROM crm_article;
