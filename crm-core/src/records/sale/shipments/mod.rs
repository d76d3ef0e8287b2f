//! Shipments: parcels of orders, followed to the door.
