-- facts: packed order facts and the list of customers whose facts are not packed yet. All of it is derived: deleting
-- every chunk loses nothing but time.

-- The counting orders and refunds of 4,096 customers (ids that share all but their lowest twelve bits) as columns of
-- little-endian integers.
CREATE TABLE crm_fact_chunk (
  chunk INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  base_day INTEGER NOT NULL,
  max_day INTEGER NOT NULL,
  order_count INTEGER NOT NULL,
  refund_count INTEGER NOT NULL,
  order_ends BLOB NOT NULL, -- plain: number of orders up to each customer
  order_days BLOB NOT NULL, -- plain: days of the orders
  order_amounts BLOB NOT NULL, -- plain: amounts of the orders in minor units of the base currency
  refund_locals BLOB NOT NULL, -- plain: whose refunds they are
  refund_days BLOB NOT NULL, -- plain: days of the refunds
  refund_amounts BLOB NOT NULL -- plain: amounts of the refunds, negative
) STRICT;

-- Customers whose packed facts are out of date until their chunk is packed again, with their facts as they are now; where
-- these are too many, or changed in bulk, they are read from the orders.
CREATE TABLE crm_fact_dirty (
  customer_id INTEGER PRIMARY KEY,
  facts BLOB -- plain: days and amounts of the orders and refunds
) STRICT;

-- Counts the changes of what the two tables above say together that no event tells of; with the last event, two readers
-- can tell whether they see the same.
CREATE TABLE crm_fact_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL
) STRICT;

INSERT INTO crm_fact_state (id, generation) VALUES (1, 0);
