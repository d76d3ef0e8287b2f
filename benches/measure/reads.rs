//! Reads inside a checkout: the 360° view, customers by identity, search.

use crate::Outcome;
use crate::clock::{repeat, report_times};
use crm_core::customers::{CustomerSearch, IdentityInput, IdentityKind};
use crm_core::{Crm, CustomerId};
use rusqlite::{CachedStatement, Connection, OpenFlags};

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
        bare_find(file, kind, &keys)?;
    }
    for words in ["王伟", "李娜", "smith", "kh12"] {
        let search = CustomerSearch { text: words.to_owned(), limit: Some(20) };
        let times = repeat(200, |_| {
            let found = tx.customers().search(&search);
            keep(found.and_then(|found| match found.len() {
                0 => Err(crm_core::Error::internal("a search that should find somebody found nobody")),
                _ => Ok(()),
            }));
        });
        report_times(&format!("search {words}"), &times);
    }
    drop(tx);
    bare(file, customers)?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// The same look-up by the SQL alone: no cleaning of the value, no settings.
fn bare_find(file: &str, kind: IdentityKind, keys: &[IdentityInput]) -> Outcome {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA cache_size = -16384; BEGIN")?;
    let mut failed = None;
    let mut look_up = |at: usize| {
        let found =
            connection.prepare_cached("SELECT customer_id FROM crm_identity WHERE kind = ?1 AND value = ?2").and_then(
                |mut found| found.query_row([kind.token(), &keys[at % keys.len()].value], |row| row.get::<_, i64>(0)),
            );
        if let Err(error) = found {
            failed = Some(error);
        }
    };
    repeat(CALLS, &mut look_up);
    report_times(&format!("bare find by {kind}"), &repeat(CALLS, &mut look_up));
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// What the same machine takes for the same rows without the library: one look-up, and the six queries over the same
/// tables that a hand-written view of a customer would make.
fn bare(file: &str, customers: u64) -> Outcome {
    const SIX: [&str; 6] = [
        "SELECT * FROM crm_customer WHERE id = ?1",
        "SELECT * FROM crm_identity WHERE customer_id = ?1",
        "SELECT * FROM crm_metric WHERE customer_id = ?1",
        "SELECT * FROM crm_lifecycle WHERE customer_id = ?1",
        "SELECT * FROM crm_order WHERE customer_id = ?1 ORDER BY day DESC LIMIT 5",
        "SELECT * FROM crm_interaction WHERE id IN
           (SELECT entity_id FROM crm_timeline WHERE customer_id = ?1 AND kind = 1 ORDER BY at DESC LIMIT 5)",
    ];
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA cache_size = -16384; BEGIN")?;
    let mut failed = None;
    for (name, queries) in [("bare look-up", &SIX[..1]), ("six bare queries", &SIX[..])] {
        let mut call = |at: usize| {
            for sql in queries {
                let read =
                    connection.prepare_cached(sql).and_then(|mut found| read_all(&mut found, pick(at, customers)));
                if let Err(error) = read {
                    failed = Some(error);
                }
            }
        };
        repeat(CALLS, &mut call);
        report_times(name, &repeat(CALLS, &mut call));
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// Reads every column of every row of a customer.
fn read_all(statement: &mut CachedStatement<'_>, customer: u64) -> rusqlite::Result<()> {
    let columns = statement.column_count();
    let mut rows = statement.query([customer as i64])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column)?);
        }
    }
    Ok(())
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
