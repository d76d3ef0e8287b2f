-- reviews: reviews of products, orders, service, staff and shop.

-- One row: what is published by itself, what is held back, and when customers are asked.
CREATE TABLE crm_review_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_review (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  subject TEXT NOT NULL, -- plain: token, what kind of thing is reviewed
  subject_key TEXT NOT NULL, -- plain: article number, id, or kind and id of the thing
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  aspects TEXT NOT NULL, -- plain: JSON of the ratings of single aspects
  title TEXT, -- pii: as written
  text TEXT, -- pii: as written
  photos TEXT NOT NULL, -- pii: JSON list of what leads to the pictures
  language TEXT, -- plain: tag of the language
  state TEXT NOT NULL, -- plain: token
  revisions INTEGER NOT NULL,
  verified_purchase INTEGER REFERENCES crm_order (id),
  helpful INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  reply TEXT, -- pii: the answer of the shop, as written
  replied_at INTEGER,
  replied_by INTEGER,
  posted_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  published_at INTEGER,
  ticket_id INTEGER REFERENCES crm_ticket (id),
  rev INTEGER NOT NULL
) STRICT;
-- Lists of a subject, and its summary, which reads nothing but the second index.
CREATE INDEX crm_review_subject ON crm_review (subject, subject_key, state, posted_at);
CREATE INDEX crm_review_rating ON crm_review (subject, subject_key, state, rating, verified_purchase);
CREATE INDEX crm_review_state ON crm_review (state, posted_at);
CREATE INDEX crm_review_customer ON crm_review (customer_id, posted_at);

-- Who found a review helpful.
CREATE TABLE crm_review_vote (
  id INTEGER PRIMARY KEY,
  review_id INTEGER NOT NULL REFERENCES crm_review (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor TEXT, -- pii: the host's key of a visitor whom nobody knows
  voted_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_review_vote_review ON crm_review_vote (review_id, customer_id);
CREATE UNIQUE INDEX crm_review_vote_visitor ON crm_review_vote (review_id, visitor) WHERE visitor IS NOT NULL;
CREATE INDEX crm_review_vote_customer ON crm_review_vote (customer_id) WHERE customer_id IS NOT NULL;

-- Who reported a review, and whether somebody has looked at it since.
CREATE TABLE crm_review_report (
  id INTEGER PRIMARY KEY,
  review_id INTEGER NOT NULL REFERENCES crm_review (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor TEXT, -- pii: the host's key of a visitor whom nobody knows
  reason TEXT NOT NULL, -- plain: token
  note TEXT, -- pii: as written
  reported_at INTEGER NOT NULL,
  handled_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_review_report_review ON crm_review_report (review_id, handled_at);
CREATE INDEX crm_review_report_customer ON crm_review_report (customer_id) WHERE customer_id IS NOT NULL;

-- Orders whose customers were asked for a review.
CREATE TABLE crm_review_request (
  order_id INTEGER PRIMARY KEY REFERENCES crm_order (id),
  asked_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

-- Reviews, for queries; without what was written.
CREATE VIEW crm_reviews AS
SELECT id, customer_id, subject, subject_key, rating, language, state, revisions,
  verified_purchase IS NOT NULL AS is_verified, helpful, reports, replied_at, posted_at, updated_at, published_at
FROM crm_review;
