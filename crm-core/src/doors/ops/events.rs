//! The operations of the journal.

use super::shapes::{DONE, Done};
use crate::journal::{Event, EventBatch};

fn hundred() -> u32 {
    100
}

fn minute() -> u32 {
    60
}

input! {
    /// Which events to list.
    EventsList {
        /// The number after which to start; 0 for all.
        #[serde(default)]
        after: i64,
        /// Events at the most, 1 to 10,000; 100 by default.
        #[serde(default = "hundred")]
        limit: u32,
    }
}

input! {
    /// Which events to take.
    EventsTake {
        /// The name of the consumer, chosen by the host.
        consumer: String,
        /// Events at the most, 1 to 10,000; 100 by default.
        #[serde(default = "hundred")]
        limit: u32,
        /// Seconds until unacknowledged events are delivered again, 1 to 86,400; 60 by default.
        #[serde(default = "minute")]
        lease_seconds: u32,
    }
}

input! {
    /// What was worked off.
    EventsAck {
        /// The name of the consumer.
        consumer: String,
        /// The number of the last event that was worked off.
        seq: i64,
    }
}

ops! { pub(super) OPS:
    Read "events.list" "Lists events after a number, oldest first, without taking them." []
        |tx, p: EventsList| -> Vec<Event> { tx.events().list(p.after, p.limit) };
    Write "events.take" "Takes the next events of a named consumer under a lease." []
        |tx, p: EventsTake| -> EventBatch { tx.events().take(&p.consumer, p.limit, p.lease_seconds) };
    Write "events.ack" "Acknowledges everything up to and including an event." [NotFound]
        |tx, p: EventsAck| -> Done { tx.events().ack(&p.consumer, p.seq).map(|()| DONE) };
}
