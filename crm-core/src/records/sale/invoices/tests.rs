//! Invoices: totals, numbers without gaps, moves, credits, and the printed page.

use super::*;
use crate::Crm;
use crate::customers::{MergeRequest, NewCustomer};
use crate::orders::{HostOrder, NewOrder, NewOrderLine, NewRefund, NewRefundLine, Order, OrderPatch};
use crate::testing::{Chance, shop_of};
use crate::vocabulary::{Currency, CustomerId, Date, ErrorCode, Money, Quantity, Rate, UnitPrice};
use std::collections::BTreeMap;

fn shop() -> (Crm, CustomerId) {
    let (crm, _, ada) = shop_of("Ada");
    (crm, ada)
}

fn of(order: &Order) -> OrderInvoice {
    OrderInvoice { order_id: order.id, bill_to: None, note: None, due_days: None }
}

fn work(customer_id: CustomerId, prices: &[i64]) -> NewInvoice {
    let line = |minor: &i64| NewInvoiceLine {
        description: "Work".to_owned(),
        sku: None,
        quantity: Quantity::ONE,
        unit_price: UnitPrice::from_money(Money::usd(*minor)).unwrap(),
        tax_rate: Rate::from_ppm(190_000),
    };
    NewInvoice {
        customer_id,
        kind: InvoiceKind::Service,
        currency: Currency::USD,
        lines: prices.iter().map(line).collect(),
        discount: None,
        shipping: None,
        shipping_tax: None,
        bill_to: None,
        note: None,
        due_days: None,
    }
}

fn credit(id: InvoiceId) -> NewCredit {
    NewCredit { id, lines: Vec::new(), refund_id: None, note: None }
}

/// An order with random lines, discounts, shipping and taxes, whose prices include the tax or do not.
fn random_order(chance: &mut Chance, customer: CustomerId) -> NewOrder {
    let tax_included = chance.below(2) == 0;
    let lines: Vec<NewOrderLine> = (0..chance.below(5))
        .map(|number| {
            let total = chance.below(10_000);
            NewOrderLine {
                sku: format!("S-{number}"),
                quantity: Quantity::from_thousandths(1 + chance.below(5_000)),
                total: Some(Money::usd(total)),
                tax: (chance.below(3) > 0).then(|| Money::usd(chance.below(total / 5 + 1))),
                ..NewOrderLine::default()
            }
        })
        .collect();
    let goods: i64 = lines.iter().filter_map(|line| line.total).map(|money| money.minor).sum();
    let taxes: i64 = lines.iter().filter_map(|line| line.tax).map(|money| money.minor).sum();
    let shipping = chance.below(2_000);
    let tax = match chance.below(3) {
        0 => None,
        _ => Some(Money::usd(taxes + chance.below(if tax_included { 1 + goods / 10 } else { 900 }))),
    };
    let total = lines.is_empty().then(|| Money::usd(10_000 + chance.below(5_000)));
    NewOrder {
        customer: Some(customer),
        currency: Some(Currency::USD),
        discount: (chance.below(2) == 0).then(|| Money::usd(chance.below(goods / 3 + 1))),
        shipping: Some(Money::usd(shipping)),
        tax,
        tax_included,
        total,
        lines,
        paid: Some(true),
        ..NewOrder::default()
    }
}

fn adds_up(invoice: &Invoice) {
    let lines: i64 = invoice.lines.iter().map(|line| line.net.minor).sum();
    assert_eq!(lines, invoice.net.minor);
    let sum = lines + invoice.tax.minor + invoice.shipping.minor - invoice.discount.minor;
    assert_eq!(sum, invoice.total.minor, "{invoice:?}");
    assert!(invoice.total.minor >= 0 && invoice.lines.iter().all(|line| line.net.minor >= 0 && line.tax.minor >= 0));
}

#[test]
fn invoices_come_to_their_orders_and_credits_to_their_invoices() {
    let (crm, ada) = shop();
    let mut chance = Chance(3);
    let mut seen = 0;
    for _ in 0..150 {
        let new = random_order(&mut chance, ada);
        let charged = chance.below(4) == 0 && !new.lines.is_empty();
        let recorded = crm.write(|tx| {
            if !charged {
                return tx.orders().record(new.clone());
            }
            // A host has charged something else than the parts come to.
            let total = Some(Money::usd(5_000 + chance.below(40_000)));
            let key = format!("{seen}");
            let order = NewOrder { total, ..new.clone() }.from_source("web", &key);
            let done = tx.orders().sync(HostOrder { order, ..HostOrder::default() })?;
            tx.orders().get(done.id)
        });
        // Discounts and taxes may be larger than what they are taken from.
        let Ok(order) = recorded else { continue };
        seen += 1;
        let draft = crm.write(|tx| tx.invoices().from_order(of(&order))).unwrap();
        adds_up(&draft);
        assert_eq!(draft.total, order.total);
        let invoice = crm.write(|tx| tx.invoices().issue(draft.id)).unwrap();
        let mut credited = 0;
        for _ in 0..chance.below(4) {
            let lines = invoice.lines.iter().filter(|_| chance.0.is_multiple_of(2)).map(|line| CreditedLine {
                position: line.position,
                quantity: Quantity::from_thousandths(line.quantity.thousandths() / 3),
            });
            let lines: Vec<CreditedLine> = lines.filter(|line| line.quantity.thousandths() > 0).collect();
            chance.below(2);
            if lines.is_empty() {
                continue;
            }
            let note = crm.write(|tx| tx.invoices().credit(NewCredit { lines, ..credit(invoice.id) })).unwrap();
            adds_up(&note);
            credited += note.total.minor;
            assert!(credited <= invoice.total.minor);
        }
        if credited < invoice.total.minor {
            let rest = crm.write(|tx| tx.invoices().credit(credit(invoice.id))).unwrap();
            adds_up(&rest);
            assert_eq!(rest.total.minor, invoice.total.minor - credited);
        }
        let more = crm.write(|tx| tx.invoices().credit(credit(invoice.id))).unwrap_err();
        assert_eq!(more.code(), ErrorCode::Conflict);
    }
    assert!(seen > 80, "{seen}");
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn numbers_have_no_gaps_with_several_threads_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let crm = Crm::open(&path).unwrap();
    let ada = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            let path = path.clone();
            std::thread::spawn(move || {
                // A handle of its own, as another process has.
                let crm = Crm::open(&path).unwrap();
                let mut taken = Vec::new();
                for number in 0..20 {
                    let result = crm.write(|tx| {
                        let draft = tx.invoices().create(work(ada, &[100]))?;
                        let issued = tx.invoices().issue(draft.id)?;
                        if (thread + number) % 3 == 0 {
                            return Err(Error::conflict("something else failed"));
                        }
                        Ok(issued.number.unwrap())
                    });
                    taken.extend(result.ok());
                }
                taken
            })
        })
        .collect();
    let mut taken: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    taken.sort();
    let expected: Vec<String> = (1..=taken.len()).map(|number| format!("SRV-{number:06}")).collect();
    assert_eq!(taken, expected);
    assert!((50..=54).contains(&taken.len()), "{}", taken.len());
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_step_that_fails_gives_its_number_back() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let (first, second) = (tx.invoices().create(work(ada, &[1]))?, tx.invoices().create(work(ada, &[1]))?);
        let failed: Result<()> = tx.step(|| {
            assert_eq!(tx.invoices().issue(first.id)?.number.as_deref(), Some("SRV-000001"));
            Err(Error::conflict("no"))
        });
        assert!(failed.is_err());
        assert_eq!(tx.invoices().get(first.id)?.number, None);
        assert_eq!(tx.invoices().issue(second.id)?.number.as_deref(), Some("SRV-000001"));
        tx.invoices().set_series(InvoiceKind::Service, "2026/", 3)?;
        assert_eq!(tx.invoices().issue(first.id)?.number.as_deref(), Some("2026/001"));
        let other = tx.invoices().set_series(InvoiceKind::Sale, "SRV-", 6).unwrap_err();
        assert_eq!((other.code(), other.path()), (ErrorCode::Conflict, Some("/prefix")));
        tx.invoices().set_series(InvoiceKind::Service, "SRV-", 6)?;
        let third = tx.invoices().create(work(ada, &[1]))?;
        assert_eq!(tx.invoices().issue(third.id)?.number.as_deref(), Some("SRV-000002"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    for from in InvoiceState::ALL {
        for to in InvoiceState::ALL.iter().filter(|to| **to != InvoiceState::Draft) {
            let (crm, ada) = shop();
            crm.write(|tx| {
                let invoices = tx.invoices();
                let id = invoices.create(work(ada, &[10_00]))?.id;
                let go = |to: InvoiceState| match to {
                    InvoiceState::Draft => invoices.get(id),
                    InvoiceState::Issued => invoices.issue(id),
                    InvoiceState::Paid => invoices.mark_paid(id, None),
                    InvoiceState::Void => invoices.void(id, "a mistake"),
                };
                if matches!(from, InvoiceState::Paid | InvoiceState::Void) {
                    go(InvoiceState::Issued)?;
                }
                go(*from)?;
                match go(*to) {
                    Ok(moved) => {
                        assert!(rules::MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!((moved.state, invoices.get(id)?), (*to, moved));
                    }
                    Err(error) => {
                        assert!(!rules::MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = rules::MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                    }
                }
                Ok(())
            })
            .unwrap();
            assert!(crm.check().unwrap().ok);
        }
    }
}

#[test]
fn an_order_is_invoiced_once_until_the_invoice_is_void_or_credited() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let new = NewOrder { customer: Some(ada), ..NewOrder::default() }.line("MUG", 3, Money::usd(10_00));
        let order = tx.orders().record(new.paid())?;
        let draft = tx.invoices().from_order(of(&order))?;
        assert_eq!(tx.invoices().from_order(of(&order))?, draft);
        let patch = OrderPatch { shipping: Some(Money::usd(5_00)), ..OrderPatch::default() };
        let order = tx.orders().edit(order.id, patch)?;
        let again = tx.invoices().from_order(of(&order))?;
        assert_eq!((again.id, again.total), (draft.id, Money::usd(35_00)));
        let issued = tx.invoices().issue(draft.id)?;
        assert_eq!(issued.due_on, Some(Date::parse("2026-03-16")?));
        let twice = tx.invoices().from_order(of(&order)).unwrap_err();
        assert_eq!((twice.code(), twice.existing_id()), (ErrorCode::Conflict, Some(draft.id.0)));
        tx.invoices().void(issued.id, "wrong address")?;
        let second = tx.invoices().from_order(of(&order))?;
        assert_ne!(second.id, draft.id);
        let second = tx.invoices().issue(second.id)?;
        tx.invoices().mark_paid(second.id, None)?;
        // A refund of one piece, then everything else.
        let lines =
            vec![NewRefundLine { line: order.lines[0].id, quantity: Quantity::ONE, amount: None, restock: true }];
        let refund = tx.refunds().record(NewRefund { order: Some(order.id), lines, ..NewRefund::default() })?;
        let given = NewCredit { refund_id: Some(refund.id), ..credit(second.id) };
        let note = tx.invoices().credit(given.clone())?;
        adds_up(&note);
        assert_eq!((note.total, note.kind, note.state), (refund.amount, InvoiceKind::CreditNote, InvoiceState::Issued));
        assert_eq!(note.number.as_deref(), Some("CN-000001"));
        let known = tx.invoices().credit(given).unwrap_err();
        assert_eq!((known.code(), known.existing_id()), (ErrorCode::Conflict, Some(note.id.0)));
        let rest = tx.invoices().credit(credit(second.id))?;
        assert_eq!(rest.total, Money::usd(25_00));
        let third = tx.invoices().from_order(of(&order))?;
        assert_eq!((third.state, third.total), (InvoiceState::Draft, Money::usd(35_00)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rates_are_the_roundest_that_fit() {
    for (net, tax, ppm) in [(9_99, 1_90, 190_000), (100_00, 8_25, 82_500), (10, 1, 100_000), (0, 5, 0), (7, 3, 430_000)]
    {
        assert_eq!(amounts::rate_of(net, tax).unwrap().ppm(), ppm, "{net} {tax}");
    }
}

#[test]
fn every_text_on_the_page_is_escaped() {
    let (crm, ada) = shop();
    let evil = "<script>alert(\"1\")</script> & 'x'";
    let html = crm
        .write(|tx| {
            let mut new = work(ada, &[10_00]);
            new.lines[0].description = evil.to_owned();
            new.lines[0].sku = Some("<b>".to_owned());
            (new.bill_to, new.note) = (Some(evil.to_owned()), Some(evil.to_owned()));
            tx.invoices().set_series(InvoiceKind::Service, "<i>&", 1)?;
            let draft = tx.invoices().create(new)?;
            tx.invoices().issue(draft.id)?;
            tx.invoices().html(draft.id, Some(evil))
        })
        .unwrap();
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>"), "{html}");
    assert_eq!(html.matches("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;").count(), 4);
    assert!(html.contains("11.90 USD") && html.contains("19 %") && html.contains("Due: 2026-03-16"), "{html}");
    assert!(!html.contains("http") && html.starts_with("<!DOCTYPE html>"));
}

#[test]
fn invoices_follow_a_merge_and_come_back() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let bob = tx.customers().create(NewCustomer::person("Bob"))?;
        let invoice = tx.invoices().create(work(bob.id, &[10_00]))?;
        assert_eq!(invoice.bill_to.as_deref(), Some("Bob"));
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bob.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.invoices().get(invoice.id)?.customer_id, ada);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.invoices().get(invoice.id)?.customer_id, bob.id);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

fn paid(tx: &WriteTransaction, customer: CustomerId) -> Order {
    let new = NewOrder { customer: Some(customer), ..NewOrder::default() }.line("MUG", 3, Money::usd(10_00));
    tx.orders().record(new.paid()).unwrap()
}

#[test]
fn a_draft_is_discarded_and_uses_no_number() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let order = paid(tx, ada);
        let draft = tx.invoices().from_order(of(&order))?;
        assert_eq!(tx.invoices().void(draft.id, " ").unwrap_err().path(), Some("/reason"));
        let gone = tx.invoices().void(draft.id, "a mistake")?;
        assert_eq!((gone.state, gone.number, gone.issued_at), (InvoiceState::Void, None, None));
        assert_eq!(gone.voided_at, Some(tx.now()));
        assert_eq!(tx.invoices().issue(draft.id).unwrap_err().code(), ErrorCode::NotAllowedTransition);
        assert_eq!(tx.invoices().update(draft.id, InvoicePatch::default()).unwrap_err().code(), ErrorCode::Conflict);
        // The order is invoiced by another one, which gets the first number.
        let next = tx.invoices().from_order(of(&order))?;
        assert_ne!(next.id, draft.id);
        assert_eq!(tx.invoices().issue(next.id)?.number.as_deref(), Some("INV-000001"));
        Ok(())
    })
    .unwrap();
    assert_eq!(crate::testing::told(&crm, "invoice.").iter().filter(|name| *name == "invoice.voided").count(), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_was_said_of_an_orders_draft_stays_unless_it_is_said_anew() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let order = paid(tx, ada);
        let given = OrderInvoice {
            bill_to: Some("Ada Ltd".to_owned()),
            note: Some("Thank you".to_owned()),
            due_days: Some(30),
            ..of(&order)
        };
        let draft = tx.invoices().from_order(given)?;
        let patch = OrderPatch { shipping: Some(Money::usd(5_00)), ..OrderPatch::default() };
        let order = tx.orders().edit(order.id, patch)?;
        let again = tx.invoices().from_order(of(&order))?;
        assert_eq!((again.id, again.total), (draft.id, Money::usd(35_00)));
        let said = |one: &Invoice| (one.bill_to.clone().unwrap(), one.note.clone(), one.due_days);
        assert_eq!(said(&again), ("Ada Ltd".to_owned(), Some("Thank you".to_owned()), 30));
        let anew = OrderInvoice { bill_to: Some("Ada".to_owned()), due_days: Some(7), ..of(&order) };
        let anew = tx.invoices().from_order(anew)?;
        assert_eq!(said(&anew), ("Ada".to_owned(), Some("Thank you".to_owned()), 7));
        // What was cleared stays cleared.
        tx.invoices().update(draft.id, InvoicePatch { note: crate::Patch::Clear, ..InvoicePatch::default() })?;
        assert_eq!(said(&tx.invoices().from_order(of(&order))?), ("Ada".to_owned(), None, 7));
        let late = tx.invoices().from_order(OrderInvoice { due_days: Some(366), ..of(&order) }).unwrap_err();
        assert_eq!(late.path(), Some("/due_days"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_draft_of_an_order_that_was_called_off_is_not_issued() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let (first, second) = (paid(tx, ada), paid(tx, ada));
        let draft = tx.invoices().from_order(of(&first))?;
        let issued = tx.invoices().from_order(of(&second))?;
        let issued = tx.invoices().issue(issued.id)?;
        for order in [&first, &second] {
            tx.orders().cancel(order.id, crate::orders::CancelReason::Customer, None)?;
        }
        let error = tx.invoices().issue(draft.id).unwrap_err();
        assert_eq!(
            (error.code(), error.path(), error.existing_id()),
            (ErrorCode::Conflict, Some("/id"), Some(first.id.0))
        );
        assert!(error.next_step().is_some_and(|hint| hint.contains("invoices.void")));
        assert_eq!(tx.invoices().get(draft.id)?, draft);
        tx.invoices().void(draft.id, "called off")?;
        // What was issued of the other one is taken back all the same.
        assert_eq!(tx.invoices().credit(credit(issued.id))?.total, issued.total);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn credit_notes_are_never_overdue() {
    let (crm, ada) = shop();
    crm.write(|tx| {
        let [first, second] = [0; 2].map(|_| tx.invoices().create(work(ada, &[10_00])).unwrap().id);
        tx.invoices().issue(first)?;
        tx.invoices().issue(second)?;
        let note = tx.invoices().credit(credit(second))?;
        assert_eq!((note.state, note.due_on), (InvoiceState::Issued, None));
        let due_before = Some(Date::parse("2030-01-01")?);
        let overdue = |kind| {
            let filter = InvoiceFilter { due_before, kind, ..InvoiceFilter::default() };
            tx.invoices().list(&filter).unwrap().items.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(overdue(None), [second, first]);
        assert!(overdue(Some(InvoiceKind::CreditNote)).is_empty());
        assert!(!tx.invoices().html(note.id, None)?.contains("Due:"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn drafts_follow_their_order_to_another_customer_and_issued_invoices_stay() {
    let (crm, ada) = shop();
    let bob = crate::testing::person(&crm, "Bob");
    let kim = crate::testing::person(&crm, "Kim");
    crm.write(|tx| {
        let give = |order: &Order, customer| {
            let patch = OrderPatch { customer: Some(customer), ..OrderPatch::default() };
            tx.orders().edit(order.id, patch).unwrap()
        };
        let (plain, addressed, sent) = (paid(tx, ada), paid(tx, ada), paid(tx, ada));
        let plain_draft = tx.invoices().from_order(of(&plain))?.id;
        let bill_to = Some("Ada Ltd".to_owned());
        let addressed_draft = tx.invoices().from_order(OrderInvoice { bill_to, ..of(&addressed) })?.id;
        let issued = tx.invoices().from_order(of(&sent))?.id;
        tx.invoices().issue(issued)?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: kim, loser_id: ada, rules: BTreeMap::new() })?;
        for order in [&plain, &addressed, &sent] {
            give(order, bob);
        }
        let whose = |id| {
            let found = tx.invoices().get(id).unwrap();
            let log = journal::stages_of(tx, rules::MACHINE.entity(), found.id.0).unwrap();
            assert!(log.iter().all(|step| step.customer_id == Some(found.customer_id)));
            (found.customer_id, found.bill_to.unwrap())
        };
        // The name was that of Ada, who was merged into Kim since.
        assert_eq!(whose(addressed_draft), (bob, "Ada Ltd".to_owned()));
        assert_eq!(whose(issued), (kim, "Ada".to_owned()));
        tx.customers().unmerge(merge.id)?;
        assert_eq!(whose(plain_draft).0, bob);
        assert_eq!(whose(issued), (ada, "Ada".to_owned()));
        let fresh = paid(tx, ada);
        let draft = tx.invoices().from_order(of(&fresh))?.id;
        let fresh = give(&fresh, bob);
        assert_eq!(whose(draft), (bob, "Bob".to_owned()));
        // The draft is known as that of the order's customer.
        assert_eq!(tx.invoices().from_order(of(&fresh))?.customer_id, bob);
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}
