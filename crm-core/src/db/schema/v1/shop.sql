-- shop: settings and exchange rates.

-- One row: how this shop counts money and days.
CREATE TABLE crm_shop (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  base_currency TEXT, -- plain: ISO 4217; empty until it is set or the first order sets it
  time_zone TEXT NOT NULL, -- plain: IANA name
  language TEXT NOT NULL, -- plain: BCP 47
  name_order TEXT NOT NULL, -- plain: token
  default_region TEXT, -- plain: ISO 3166-1 of phone numbers without a country code
  counts TEXT NOT NULL -- plain: token
) STRICT;

INSERT INTO crm_shop (id, time_zone, language, name_order, counts) VALUES (1, 'UTC', 'en', 'given_first', 'paid');

-- Units of the base currency for one unit of another, from a day on until the next row, in billionths.
CREATE TABLE crm_exchange_rate (
  currency TEXT NOT NULL, -- plain: ISO 4217
  day INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  PRIMARY KEY (currency, day)
) STRICT, WITHOUT ROWID;
