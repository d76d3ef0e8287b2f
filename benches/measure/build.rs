//! A shop of the generator in a file of ours, and the same orders for the peers.

use crate::Outcome;
use crate::clock::report;
use crate::shop::{self, Shop};
use crm_core::customers::{IdentityInput, IdentityKind, NewCustomer};
use crm_core::interactions::{Channel, Direction, InteractionKind, NewInteraction};
use crm_core::orders::{NewOrder, NewRefund};
use crm_core::shop::ShopPatch;
use crm_core::{Crm, Currency, CustomerId, HostValue, Money, Options, ReadTransaction, Timestamp};
use serde_json::json;
use std::time::Instant;

/// Repeatable: every bench sees the same shop.
pub(crate) const SEED: u64 = 20_260_101;
const CUSTOMERS_A_TRANSACTION: usize = 20_000;
const ORDERS_A_TRANSACTION: usize = 200_000;

type Failure = Box<dyn std::error::Error>;

pub(crate) fn entries(file: &str, customers: u64, orders: u64) -> Outcome {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    Shop::new(SEED, customers, orders).write_entries(&mut out)?;
    Ok(())
}

pub(crate) fn build(file: &str, customers: u64, orders: u64) -> Outcome {
    let crm = Crm::open_with(file, Options::default())?;
    crm.write(|tx| tx.shop().configure(ShopPatch { base_currency: Some(Currency::USD), ..ShopPatch::default() }))?;
    let shop = Shop::new(SEED, customers, orders);
    let start = Instant::now();
    create_customers(&crm, &shop)?;
    rate("build: customers", customers, start);
    let start = Instant::now();
    in_batches(shop.orders_by_customer(), ORDERS_A_TRANSACTION, |batch: Vec<shop::Order>| {
        let refunds: Vec<NewRefund> = batch.iter().filter_map(refund_of).collect();
        crm.write(|tx| {
            tx.orders().record_many(batch.iter().map(order_of).collect())?;
            refunds.into_iter().try_for_each(|refund| tx.refunds().record(refund).map(drop))
        })?;
        Ok(())
    })?;
    rate("build: orders", orders, start);
    let start = Instant::now();
    in_batches(shop.orders_by_customer(), ORDERS_A_TRANSACTION, |batch: Vec<shop::Order>| {
        let contacts = batch.iter().map(|order| contact_of(&shop, order)).collect();
        crm.write(|tx| tx.interactions().record_many(contacts).map(drop))?;
        Ok(())
    })?;
    rate("build: interactions", orders, start);
    let start = Instant::now();
    while !crm.tick(None, None)?.done {}
    rate("build: tick", customers, start);
    Ok(())
}

/// The customers of the generator, in the order of their numbers, so that number and id are the same.
pub(crate) fn create_customers(crm: &Crm, shop: &Shop) -> Outcome {
    in_batches(shop.customers(), CUSTOMERS_A_TRANSACTION, |batch: Vec<shop::Customer>| {
        crm.write(|tx| {
            batch.into_iter().try_for_each(|customer| tx.customers().create(customer_of(customer)).map(drop))
        })?;
        Ok(())
    })
}

pub(crate) fn in_batches<T>(
    all: impl Iterator<Item = T>,
    size: usize,
    mut work: impl FnMut(Vec<T>) -> Outcome,
) -> Outcome {
    let mut all = all.peekable();
    while all.peek().is_some() {
        work(all.by_ref().take(size).collect())?;
    }
    Ok(())
}

fn rate(name: &str, rows: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    report(name, json!({ "rows": rows, "seconds": seconds, "a_second": (rows as f64 / seconds).round() }));
}

fn at(millis: i64) -> Timestamp {
    Timestamp::saturating_from_millis(millis)
}

fn customer_of(customer: shop::Customer) -> NewCustomer {
    let identity = |kind, value: String| IdentityInput { kind, value };
    NewCustomer {
        given_name: Some(customer.given_name),
        family_name: Some(customer.family_name),
        language: Some(customer.language.to_owned()),
        country: Some(customer.country.to_owned()),
        identities: vec![
            identity(IdentityKind::Email, customer.email),
            identity(IdentityKind::Phone, customer.phone),
            identity(IdentityKind::ExternalId, format!("bench:{}", customer.external_id)),
        ],
        ..NewCustomer::person(&customer.name)
    }
}

pub(crate) fn order_of(order: &shop::Order) -> NewOrder {
    let start = NewOrder { customer: Some(CustomerId(order.customer as i64)), ..NewOrder::default() };
    let lines = order.lines.iter().fold(start, |order, line| {
        let sku = format!("SKU-{:05}", line.product);
        order.line(&sku, line.quantity as i32, Money::usd(line.unit_price_cents))
    });
    lines.from_source("bench", &order.external_id()).placed_at(at(order.placed_at)).paid()
}

fn refund_of(order: &shop::Order) -> Option<NewRefund> {
    let refund = order.refund?;
    Some(NewRefund {
        customer: Some(CustomerId(order.customer as i64)),
        amount: Some(Money::usd(refund.amount_cents.abs())),
        refunded_at: Some(at(refund.at)),
        source: Some("bench".to_owned()),
        external_id: Some(format!("R{}", order.external_id())),
        ..NewRefund::default()
    })
}

fn contact_of(shop: &Shop, order: &shop::Order) -> NewInteraction {
    let contact = shop.interaction(order);
    NewInteraction {
        customer_id: Some(CustomerId(contact.customer as i64)),
        at: Some(at(order.placed_at)),
        ..NewInteraction::new(Channel::Email, Direction::In, InteractionKind::Enquiry)
    }
}

/// How many customers the file holds; ids run from 1 without a hole.
pub(crate) fn customers_in(tx: &ReadTransaction) -> Result<u64, Failure> {
    match tx.host().query_views("SELECT count(*) FROM crm_customers", &[])?.rows[0][0] {
        HostValue::Integer(count) => Ok(count as u64),
        _ => Err("no customers".into()),
    }
}

/// Values of a kind of identity, of customers all over the file.
pub(crate) fn sample_identities(
    tx: &ReadTransaction,
    kind: IdentityKind,
    customers: u64,
) -> Result<Vec<String>, Failure> {
    let step = (customers / 5_000).max(1) as i64;
    let sql = "SELECT value FROM crm_identities WHERE kind = ?1 AND customer_id % ?2 = 0 ORDER BY id % 997 LIMIT 5000";
    let rows = tx.host().query_views(sql, &[HostValue::Text(kind.token().to_owned()), HostValue::Integer(step)])?;
    let value = |row: Vec<HostValue>| match row.into_iter().next() {
        Some(HostValue::Text(value)) => Ok(value),
        _ => Err("an identity without a value".into()),
    };
    rows.rows.into_iter().map(value).collect()
}
