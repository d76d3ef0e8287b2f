//! Recording a refund.

use super::{divide, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry, timeline};
use crate::records::orders::apply::{self, Change};
use crate::records::orders::price::{self, Word, minor, sum};
use crate::records::orders::{
    NewRefund, NewRefundLine, Order, Outcome, Refund, RefundLine, buyer, ingest, metrics, record,
};
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::text;
use crate::vocabulary::{Error, ErrorCode, ExchangeRate, Money, Quantity, RefundId, Result};
use serde_json::json;
use std::collections::HashMap;

const MAX_KEY: usize = 128;
const MAX_LINES: usize = 4_096;

/// Records a refund; one whose key is known changes nothing.
pub(crate) fn record(tx: &WriteTransaction, mut given: NewRefund, word: Word) -> Result<(Refund, Outcome)> {
    given.source = given.source.as_deref().map(|source| text::token("/source", source)).transpose()?;
    given.external_id = given.external_id.as_deref().map(|key| text::key("/external_id", key, MAX_KEY)).transpose()?;
    given.reason = given.reason.as_deref().map(|reason| text::token("/reason", reason)).transpose()?;
    if let Some(known) = known(tx, &given)? {
        return Ok((known, Outcome::Unchanged));
    }
    if given.lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "a refund has at most 4,096 lines").at("/lines"));
    }
    let order = match (given.order, &given.order_external_id) {
        (Some(_), Some(_)) => {
            return Err(Error::invalid("/order_external_id", "name the order by id or by its key, not both"));
        }
        (Some(id), None) => Some(tx.orders().get(id).map_err(|error| error.at("/order"))?),
        (None, Some(key)) => {
            let id = ingest::id_of_key(tx, given.source.as_deref(), key)?;
            Some(tx.orders().get(id)?)
        }
        (None, None) => None,
    };
    let refund = match order {
        Some(order) => of_order(tx, given, order, word)?,
        None => of_customer(tx, &given)?,
    };
    match refund.order_id {
        Some(order) => tx.touch_order(refund.customer_id, order),
        None => tx.touch(refund.customer_id, Touch::ORDERS),
    }
    let facts = json!({ "order": refund.order_id, "amount": refund.amount });
    let entry = Entry::new("order.refunded").customer(refund.customer_id).entity("refund", refund.id).payload(facts);
    journal::append(tx, entry)?;
    Ok((refund, Outcome::Created))
}

fn known(tx: &WriteTransaction, given: &NewRefund) -> Result<Option<Refund>> {
    let Some(external_id) = &given.external_id else { return Ok(None) };
    let source = given.source.as_deref();
    let source =
        source.ok_or_else(|| Error::invalid("/source", "an external id needs the system that it belongs to"))?;
    let Some(id) = store::find(tx, source, external_id)? else { return Ok(None) };
    let known = tx.refunds().get(id)?;
    match given.amount {
        Some(amount) if amount != known.amount => {
            Err(Error::conflict("a refund with this key is known with another amount").at("/external_id").existing(id))
        }
        _ => Ok(Some(known)),
    }
}

/// A refund without an order: its amount less shipping and tax is what analyses take off.
fn of_customer(tx: &WriteTransaction, given: &NewRefund) -> Result<Refund> {
    if !given.lines.is_empty() {
        return Err(Error::invalid("/lines", "only a refund of an order has lines"));
    }
    let amount = given.amount.ok_or_else(|| Error::invalid("/amount", "the amount is missing"))?;
    let (shipping, tax) = parts(given, amount)?;
    let ground = record::ground(tx, amount.currency)?;
    let refunded_at = given.refunded_at.unwrap_or(ground.now);
    if given.rate.is_some_and(|rate| rate.nanos() <= 0) {
        return Err(Error::invalid("/rate", "an exchange rate must be positive"));
    }
    let rate = record::rate_of(tx, given.rate, amount.currency, &ground, refunded_at)?;
    let (customer, _) = buyer::of(tx, given.customer, given.party.as_ref(), None)?;
    crate::records::shop::base_currency_or_adopt(tx, amount.currency)?;
    let net = Money::new(amount.minor - shipping.minor - tax.minor, amount.currency);
    let mut refund = Refund {
        id: RefundId(0),
        customer_id: customer,
        order_id: None,
        source: given.source.clone(),
        external_id: given.external_id.clone(),
        amount,
        shipping,
        tax,
        amount_base: rate.convert(amount, ground.base)?,
        net_base: rate.convert(net, ground.base)?,
        reason: given.reason.clone(),
        counts: true,
        day: ground.zone.date_of(refunded_at),
        refunded_at,
        lines: Vec::new(),
    };
    insert(tx, &mut refund, rate)?;
    metrics::add(tx, customer, metrics::Sums::of_refund(&refund))?;
    Ok(refund)
}

/// A refund of an order, in its currency and at its rate.
fn of_order(tx: &WriteTransaction, mut given: NewRefund, before: Order, word: Word) -> Result<Refund> {
    if given.customer.is_some() || given.party.is_some() {
        return Err(Error::invalid("/customer", "a refund of an order goes to the order's customer"));
    }
    let currency = before.currency;
    let lines = priced_lines(tx, &given.lines, &before, word)?;
    if given.tax.is_none() && given.amount.is_none() && !lines.is_empty() {
        given.tax = Some(Money::new(line_taxes(&lines, &before)?, currency));
    }
    let added_tax = if before.tax_included { None } else { given.tax };
    let extra = sum([minor("/shipping", given.shipping, currency)?, minor("/tax", added_tax, currency)?])?;
    let amount = match given.amount {
        Some(amount) => Money::new(minor("/amount", Some(amount), currency)?, currency),
        None if lines.is_empty() && extra == 0 => {
            return Err(Error::invalid("/amount", "a refund has an amount or lines"));
        }
        None => Money::new(sum(lines.iter().map(|line| line.amount.minor).chain([extra]))?, currency),
    };
    let (shipping, tax) = parts(&given, amount)?;
    let left = before.paid.minor - before.refunded.minor;
    if amount.minor > left && word == Word::Checked {
        let left = Money::new(left.max(0), currency);
        return Err(Error::invalid("/amount", format!("only {left} of what was paid is left to refund")));
    }
    let base = record::base_of(tx)?;
    let zone = crate::records::shop::settings(tx)?.time_zone;
    let refunded_at = given.refunded_at.unwrap_or(tx.now());
    let mut refund = Refund {
        id: RefundId(0),
        customer_id: before.customer_id,
        order_id: Some(before.id),
        source: given.source,
        external_id: given.external_id,
        amount,
        shipping,
        tax,
        amount_base: Money::zero(base),
        net_base: Money::zero(base),
        reason: given.reason,
        counts: before.counts,
        day: zone.date_of(refunded_at),
        refunded_at,
        lines,
    };
    insert(tx, &mut refund, before.rate)?;
    // The order divides itself anew among its refunds, this one included.
    let mut after = before.clone();
    after.refunded = before.refunded.checked_add(amount)?;
    for line in refund.lines.iter().filter(|line| line.restock) {
        if let Some(stored) = after.lines.iter_mut().find(|stored| stored.id == line.line) {
            let restocked = stored.restocked.thousandths() + line.quantity.thousandths();
            stored.restocked = Quantity::from_thousandths(restocked).min(stored.quantity);
        }
    }
    apply::apply(tx, &before, &mut after, Change::at(refunded_at))?;
    let all = divide(&after, &store::of_order(tx, after.id, base)?, base)?;
    if let Some(settled) = all.into_iter().find(|one| one.id == refund.id) {
        (refund.amount_base, refund.net_base) = (settled.amount_base, settled.net_base);
    }
    Ok(refund)
}

fn insert(tx: &WriteTransaction, refund: &mut Refund, rate: ExchangeRate) -> Result<()> {
    refund.id = store::insert(tx, refund, rate, journal::next_seq(tx)?)?;
    timeline::add(tx, refund.customer_id, refund.refunded_at, timeline::Kind::Refund, refund.id.0)
}

/// Shipping and tax of a refund, which are parts of its amount.
fn parts(given: &NewRefund, amount: Money) -> Result<(Money, Money)> {
    let currency = amount.currency;
    price::require_amount("/amount", amount)?;
    if amount.minor == 0 {
        return Err(Error::invalid("/amount", "a refund is larger than 0"));
    }
    let shipping = minor("/shipping", given.shipping, currency)?;
    let tax = minor("/tax", given.tax, currency)?;
    if sum([shipping, tax])? > amount.minor {
        return Err(Error::invalid("/amount", "the amount is less than its shipping and tax"));
    }
    Ok((Money::new(shipping, currency), Money::new(tax, currency)))
}

/// The lines of a refund with their amounts; not more comes back than was bought.
fn priced_lines(tx: &WriteTransaction, given: &[NewRefundLine], order: &Order, word: Word) -> Result<Vec<RefundLine>> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut returned: HashMap<i64, i64> = store::returned(tx, order.id)?.into_iter().collect();
    let mut lines: Vec<RefundLine> = Vec::with_capacity(given.len());
    for (at, line) in given.iter().enumerate() {
        let path = |field: &str| format!("/lines/{at}/{field}");
        let bought = order.lines.iter().find(|bought| bought.id == line.line);
        let Some(bought) = bought else {
            return Err(Error::not_found("order line", line.line).at(path("line")));
        };
        if lines.iter().any(|other| other.line == line.line) {
            return Err(Error::invalid(path("line"), "the refund names this line twice"));
        }
        let so_far = returned.entry(line.line.0).or_default();
        let left = bought.quantity.thousandths() - *so_far;
        if line.quantity.thousandths() <= 0 {
            return Err(Error::invalid(path("quantity"), "the quantity must be larger than 0"));
        }
        if line.quantity.thousandths() > left && word == Word::Checked {
            let left = Quantity::from_thousandths(left.max(0));
            return Err(Error::invalid(path("quantity"), format!("only {left} of this line can still come back")));
        }
        let amount = match line.amount {
            Some(amount) => minor(&path("amount"), Some(amount), order.currency)?,
            None => share(bought.total.minor, *so_far, line.quantity.thousandths(), bought.quantity.thousandths())?,
        };
        let amount = Money::new(amount, order.currency);
        lines.push(RefundLine { line: line.line, quantity: line.quantity, amount, restock: line.restock });
    }
    Ok(lines)
}

/// The tax of what came back, in proportion to the lines.
fn line_taxes(lines: &[RefundLine], order: &Order) -> Result<i64> {
    let tax_of = |line: &RefundLine| {
        let bought = order.lines.iter().find(|bought| bought.id == line.line);
        bought.map_or(Ok(0), |bought| {
            share(bought.tax.minor, 0, line.quantity.thousandths(), bought.quantity.thousandths())
        })
    };
    sum(lines.iter().map(tax_of).collect::<Result<Vec<i64>>>()?)
}

/// The part of a line's total that a quantity makes up, so that all parts together make exactly the total.
fn share(total: i64, so_far: i64, quantity: i64, of: i64) -> Result<i64> {
    if of == 0 {
        return Ok(0);
    }
    let until = |part: i64| scale_half_even(total, part.min(of), of);
    Ok(until(so_far + quantity)? - until(so_far)?)
}
