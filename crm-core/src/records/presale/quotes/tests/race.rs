//! Two processes that want the same quotes: each is accepted once and ordered once.

use super::*;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};

const FILE: &str = "CRM_QUOTE_RACE";
const QUOTES: i64 = 25;

#[test]
#[ignore = "the body of a child process"]
fn one_of_two() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let crm = Crm::open(file).unwrap();
    for id in (1..=QUOTES).map(QuoteId) {
        let accepted = crm.write(|tx| tx.quotes().accept(id)).map(drop);
        let ordered = crm.write(|tx| tx.quotes().order(id, QuoteOrder::default())).map(drop);
        for (verb, done) in [("accept", accepted), ("order", ordered)] {
            match done {
                Ok(()) => println!("\nwon {verb} {id}"),
                Err(error) => println!("\nlost {verb} {id} {}", error.code().token()),
            }
        }
    }
}

#[test]
fn of_two_processes_one_accepts_and_one_orders() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let crm = Crm::open(&file).unwrap();
    crm.write(|tx| {
        let customer = tx.customers().create(NewCustomer::person("Wei"))?.id;
        for _ in 0..QUOTES {
            let id = tx.quotes().create(new(customer))?.id;
            tx.quotes().send(id)?;
        }
        Ok(())
    })
    .unwrap();
    let spawn = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let body = "records::presale::quotes::tests::race::one_of_two";
        command.args(["--exact", "--ignored", "--nocapture", body]).env(FILE, &file);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children = [spawn(), spawn()];
    let mut said = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        said.extend(
            text.lines().filter(|line| line.starts_with("won ") || line.starts_with("lost ")).map(str::to_owned),
        );
    }
    let won: Vec<&String> = said.iter().filter(|line| line.starts_with("won ")).collect();
    let lost: Vec<&String> = said.iter().filter(|line| line.starts_with("lost ")).collect();
    assert_eq!(won.iter().collect::<BTreeSet<_>>().len(), 2 * QUOTES as usize, "{said:?}");
    assert_eq!((won.len(), lost.len()), (2 * QUOTES as usize, 2 * QUOTES as usize));
    assert!(
        lost.iter().all(|line| line.ends_with(" not_allowed_transition") || line.ends_with(" conflict")),
        "{lost:?}"
    );
    let orders = crm.read(|tx| tx.orders().list(&crate::orders::OrderFilter::default())).unwrap().items;
    let quotes = crm.read(|tx| tx.quotes().list(&QuoteFilter::default())).unwrap().items;
    assert_eq!(orders.len(), QUOTES as usize);
    let linked: BTreeSet<_> = quotes.iter().filter_map(|quote| quote.order_id).collect();
    assert_eq!(linked, orders.iter().map(|order| order.id).collect());
    assert!(crm.check().unwrap().ok);
}
