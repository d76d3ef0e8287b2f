-- shipments: parcels of orders, followed to the door.

CREATE TABLE crm_shipment (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES crm_order (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  source TEXT, -- plain: the system that the parcel comes from
  external_id TEXT, -- plain: that system's key of the parcel
  carrier TEXT, -- plain: token of the carrier
  tracking_no TEXT, -- pii: the carrier's number, which leads to a person
  state TEXT NOT NULL, -- plain: token
  state_as_of INTEGER,
  promised_at INTEGER,
  expected_at INTEGER,
  handed_over_at INTEGER,
  delivered_at INTEGER,
  ended_at INTEGER,
  failed_attempts INTEGER NOT NULL,
  exceptions INTEGER NOT NULL,
  last_event_id INTEGER REFERENCES crm_carrier_event (id),
  last_event_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_shipment_order ON crm_shipment (order_id);
CREATE INDEX crm_shipment_customer ON crm_shipment (customer_id);
CREATE INDEX crm_shipment_open ON crm_shipment (state) WHERE ended_at IS NULL;
-- What care thanks for.
CREATE INDEX crm_shipment_delivered ON crm_shipment (delivered_at) WHERE delivered_at IS NOT NULL;
-- What indicators of a period look at.
CREATE INDEX crm_shipment_ended ON crm_shipment (ended_at) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX crm_shipment_number ON crm_shipment (tracking_no, carrier) WHERE tracking_no IS NOT NULL;
CREATE UNIQUE INDEX crm_shipment_external ON crm_shipment (external_id, source) WHERE external_id IS NOT NULL;

-- How much of each line of the order is in a parcel.
CREATE TABLE crm_shipment_line (
  shipment_id INTEGER NOT NULL REFERENCES crm_shipment (id),
  line_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (shipment_id, line_id)
) STRICT, WITHOUT ROWID;

-- Everything that carriers reported, in whatever order; without a shipment while no parcel has the number.
CREATE TABLE crm_carrier_event (
  id INTEGER PRIMARY KEY,
  shipment_id INTEGER REFERENCES crm_shipment (id),
  carrier TEXT NOT NULL, -- plain: token of the carrier
  tracking_no TEXT NOT NULL, -- pii: the carrier's number, which leads to a person
  event_key TEXT NOT NULL, -- pii: the carrier's key of the event, or a hash of what it says
  state TEXT, -- plain: token
  at INTEGER NOT NULL,
  location TEXT, -- pii: where the parcel was
  description TEXT, -- pii: what happened, in the carrier's words
  expected_at INTEGER,
  payload TEXT, -- pii: JSON as the carrier sent it
  effect TEXT NOT NULL, -- plain: token
  forced INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_carrier_event_key ON crm_carrier_event (tracking_no, carrier, event_key);
CREATE INDEX crm_carrier_event_shipment ON crm_carrier_event (shipment_id, at) WHERE shipment_id IS NOT NULL;
CREATE INDEX crm_carrier_event_unmatched ON crm_carrier_event (received_at) WHERE shipment_id IS NULL;

-- Parcels, for queries; without the carrier's number.
CREATE VIEW crm_shipments AS
SELECT id, order_id, customer_id, source, external_id, carrier, state, promised_at, expected_at, handed_over_at,
  delivered_at, ended_at, failed_attempts, exceptions, last_event_at, created_at
FROM crm_shipment;

-- What is in parcels, for queries.
CREATE VIEW crm_shipment_lines AS
SELECT shipment_id, line_id AS order_line_id, quantity / 1000.0 AS quantity
FROM crm_shipment_line;

-- What carriers reported, for queries; without what leads to a person.
CREATE VIEW crm_carrier_events AS
SELECT id, shipment_id, carrier, state, at, expected_at, effect, forced, received_at
FROM crm_carrier_event;
