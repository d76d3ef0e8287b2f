-- invoices: Invoices and credit notes. Lines + tax + shipping − discount = total; all of one currency.

-- Where the numbers come from: one running number per prefix, given at issue.
CREATE TABLE crm_invoice_series (
  prefix TEXT PRIMARY KEY, -- plain: what stands before the number
  kind TEXT NOT NULL, -- plain: token
  digits INTEGER NOT NULL,
  next INTEGER NOT NULL,
  is_current INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX crm_invoice_series_current ON crm_invoice_series (kind) WHERE is_current = 1;

CREATE TABLE crm_invoice (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  prefix TEXT, -- plain: what stands before the number
  number TEXT, -- plain: the number that people read
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  order_id INTEGER REFERENCES crm_order (id),
  refund_id INTEGER REFERENCES crm_refund (id),
  credited_id INTEGER REFERENCES crm_invoice (id),
  bill_to TEXT, -- pii: name and address as printed
  note TEXT, -- pii: what else is printed
  net_minor INTEGER NOT NULL,
  net_currency TEXT NOT NULL, -- plain: ISO 4217
  discount_minor INTEGER NOT NULL,
  discount_currency TEXT NOT NULL, -- plain: ISO 4217
  shipping_minor INTEGER NOT NULL,
  shipping_currency TEXT NOT NULL, -- plain: ISO 4217
  tax_minor INTEGER NOT NULL,
  tax_currency TEXT NOT NULL, -- plain: ISO 4217
  total_minor INTEGER NOT NULL,
  total_currency TEXT NOT NULL, -- plain: ISO 4217
  due_days INTEGER NOT NULL,
  due_on INTEGER,
  issued_at INTEGER,
  paid_at INTEGER,
  voided_at INTEGER,
  void_reason TEXT, -- pii: why, as written
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_invoice_number ON crm_invoice (number) WHERE number IS NOT NULL;
CREATE INDEX crm_invoice_customer ON crm_invoice (customer_id);
CREATE INDEX crm_invoice_order ON crm_invoice (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX crm_invoice_credited ON crm_invoice (credited_id) WHERE credited_id IS NOT NULL;
CREATE UNIQUE INDEX crm_invoice_refund ON crm_invoice (refund_id) WHERE refund_id IS NOT NULL AND state <> 'void';
-- What is still to be paid, by the day on which it is due.
CREATE INDEX crm_invoice_unpaid ON crm_invoice (due_on) WHERE state = 'issued';

CREATE TABLE crm_invoice_line (
  invoice_id INTEGER NOT NULL REFERENCES crm_invoice (id),
  position INTEGER NOT NULL,
  order_line_id INTEGER,
  credits INTEGER,
  sku TEXT, -- plain: article number
  description TEXT NOT NULL, -- pii: what is printed
  quantity INTEGER NOT NULL,
  unit_price INTEGER,
  net INTEGER NOT NULL,
  tax_rate INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  PRIMARY KEY (invoice_id, position)
) STRICT, WITHOUT ROWID;

-- Invoices and credit notes, for queries; amounts in minor units, without names and addresses.
CREATE VIEW crm_invoices AS
SELECT id, kind, state, number, customer_id, order_id, refund_id, credited_id, net_minor, discount_minor, shipping_minor,
  tax_minor, total_minor, total_currency AS currency, date(due_on * 86400, 'unixepoch') AS due_on, issued_at, paid_at,
  voided_at
FROM crm_invoice;
