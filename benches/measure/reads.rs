//! Reads inside a checkout: the 360° view, customers by identity, search.

use crate::Outcome;
use crate::clock::{repeat, report, report_times};
use crm_core::customers::{CustomerSearch, IdentityInput, IdentityKind};
use crm_core::{Crm, CustomerId};
use serde_json::json;

const CALLS: usize = 20_000;

/// Scrambles a counter, so that customers come in no order.
fn pick(at: usize, below: u64) -> u64 {
    (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) % below + 1
}

pub(crate) fn measure(file: &str) -> Outcome {
    let crm = Crm::open(file)?;
    let tx = crm.begin_read()?;
    let customers = crate::build::customers_in(&tx)?;
    let mut failed = None;
    let mut keep = |result: crm_core::Result<()>| {
        if let Err(error) = result {
            failed.get_or_insert(error);
        }
    };
    // Warm: every page that the sample needs has been read once.
    for _ in 0..2 {
        repeat(CALLS, |at| keep(tx.customers().view(CustomerId(pick(at, customers) as i64)).map(drop)));
    }
    let views = repeat(CALLS, |at| keep(tx.customers().view(CustomerId(pick(at, customers) as i64)).map(drop)));
    report_times("view", &views);
    for kind in [IdentityKind::Email, IdentityKind::Phone, IdentityKind::ExternalId] {
        let keys: Vec<IdentityInput> = crate::build::sample_identities(&tx, kind, customers)?
            .into_iter()
            .map(|value| IdentityInput { kind, value })
            .collect();
        let mut look_up = |at: usize| {
            let found = tx.customers().id_of(&keys[at % keys.len()]);
            keep(found.and_then(|id| {
                id.map(drop).ok_or_else(|| crm_core::Error::internal("a known identity was not found"))
            }));
        };
        repeat(CALLS, &mut look_up);
        report_times(&format!("find by {kind}"), &repeat(CALLS, &mut look_up));
    }
    for words in ["王伟", "李娜", "smith", "wei.w"] {
        let search = CustomerSearch { text: words.to_owned(), limit: Some(20) };
        let mut hits = 0;
        let times = repeat(200, |_| match tx.customers().search(&search) {
            Ok(found) => hits = found.len(),
            Err(error) => keep(Err(error)),
        });
        report(&format!("search {words}"), json!({ "hits": hits }));
        report_times(&format!("search {words}"), &times);
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// The calls that the overheads of the other languages are measured against, on one customer, inside one transaction.
pub(crate) fn gets(file: &str, email: &str, customer: i64) -> Outcome {
    let crm = Crm::open(file)?;
    let tx = crm.begin_read()?;
    let identity = IdentityInput { kind: IdentityKind::Email, value: email.to_owned() };
    let mut failed = None;
    let look_ups = repeat(CALLS, |_| {
        if let Err(error) = tx.customers().id_of(&identity) {
            failed = Some(error);
        }
    });
    report_times("Rust, typed look-up in a transaction", &look_ups);
    let gets = repeat(CALLS, |_| {
        if let Err(error) = tx.customers().get(CustomerId(customer)) {
            failed = Some(error);
        }
    });
    report_times("Rust, customers.get in a transaction", &gets);
    failed.map_or(Ok(()), |error| Err(error.into()))
}
