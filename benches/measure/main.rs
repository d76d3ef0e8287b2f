//! The library's side of every comparison. Each subcommand prints JSON lines; `benches/run` calls them, runs the peers
//! in the same session, and writes `RESULTS.md`.
//!
//! ```text
//! measure build FILE CUSTOMERS ORDERS        a shop from the generator, by the bulk path; its rates
//! measure entries FILE CUSTOMERS ORDERS      the same orders as a CSV file for the peers
//! measure rfm FILE                           scores as of now and a past window, with dirty customers, after a tick
//! measure import-plain FOLDER CUSTOMERS ORDERS   a straightforward loader on the library's tables
//! measure import-ours FOLDER CUSTOMERS ORDERS    bulk import of the same orders, and its memory
//! measure import-same FOLDER                     whether both files hold the same
//! measure order FILE                         one order in its own transaction against a bare INSERT
//! measure reads FILE                         the 360° view, look-ups and search
//! measure sale FILE                          a checkout, where an order is, a configuration, web events, late orders
//! measure gets FILE EMAIL CUSTOMER           the calls that other languages are compared with
//! ```

#[path = "../shop.rs"]
#[allow(unused_imports, reason = "its tests run in the bench target `shop`")]
mod shop;

mod build;
mod clock;
mod import;
mod order;
mod reads;
mod rfm;
mod sale;

use std::process::ExitCode;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["build", file, customers, orders] => sizes(customers, orders).and_then(|(c, o)| build::build(file, c, o)),
        ["entries", file, customers, orders] => sizes(customers, orders).and_then(|(c, o)| build::entries(file, c, o)),
        ["rfm", file] => rfm::measure(file),
        ["import-plain", folder, customers, orders] => {
            sizes(customers, orders).and_then(|(c, o)| import::plain(folder, c, o))
        }
        ["import-ours", folder, customers, orders] => {
            sizes(customers, orders).and_then(|(c, o)| import::ours(folder, c, o))
        }
        ["import-same", folder] => import::same(folder),
        ["order", file] => order::measure(file),
        ["reads", file] => reads::measure(file),
        ["sale", file] => sale::measure(file),
        ["gets", file, email, customer] => number(customer).and_then(|customer| reads::gets(file, email, customer)),
        // `cargo bench` without arguments: everything on a small shop, to see that it runs.
        [] => small(),
        _ => Err("usage: see the head of benches/measure/main.rs".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn sizes(customers: &str, orders: &str) -> Result<(u64, u64), Box<dyn std::error::Error>> {
    Ok((customers.parse()?, orders.parse()?))
}

fn number(text: &str) -> Result<i64, Box<dyn std::error::Error>> {
    Ok(text.parse()?)
}

fn small() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("shop.db");
    let file = file.to_string_lossy();
    build::build(&file, 2_000, 10_000)?;
    reads::measure(&file)?;
    order::measure(&file)?;
    rfm::measure(&file)?;
    sale::measure(&file)?;
    let folder = folder.path().to_string_lossy();
    import::plain(&folder, 500, 2_000)?;
    import::ours(&folder, 500, 2_000)?;
    import::same(&folder)
}
