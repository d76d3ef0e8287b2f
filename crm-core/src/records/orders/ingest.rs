//! Recording an order under a key of a host: new, newer, the same, or older than what is known.

use super::apply::{self, Change};
use super::price::{self, Word};
use super::record::{self, Source};
use super::{NewOrder, Order, Outcome, buyer, lines, payments, store};
use crate::db::WriteTransaction;
use crate::records::catalog;
use crate::records::customers::{self, Party};
use crate::vocabulary::{Currency, CustomerId, Error, Money, OrderId, Quantity, Result};

/// An order after it was given, and what became of it.
pub(crate) struct Ingested {
    pub(crate) order: Order,
    pub(crate) outcome: Outcome,
    pub(crate) problems: Vec<String>,
}

/// Records an order, or brings the one of the same key to what is given. `fulfilled` says how much of each given line
/// was shipped, where a host reports it.
pub(crate) fn ingest(
    tx: &WriteTransaction,
    mut given: NewOrder,
    word: Word,
    fulfilled: &[Quantity],
) -> Result<Ingested> {
    let (currency, mut priced, payments) = record::prepare(tx, &mut given, word)?;
    set_fulfilled(&mut priced.lines, fulfilled)?;
    if let Some(known) = known(tx, &given)? {
        return revise(tx, known, given, currency, priced, payments, word);
    }
    let (draft, problems) = record::draft(tx, given, (currency, priced, payments), word, &mut File)?;
    Ok(Ingested { order: record::create(tx, draft)?, outcome: Outcome::Created, problems })
}

/// Asks the file for every order.
struct File;

impl Source for File {
    fn buyer(
        &mut self,
        tx: &WriteTransaction,
        customer: Option<CustomerId>,
        party: Option<&Party>,
    ) -> Result<(CustomerId, Vec<String>)> {
        buyer::of(tx, customer, party, None)
    }

    fn require_sellable(&mut self, tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
        customers::require_sellable(tx, customer)
    }

    fn cost(&mut self, tx: &WriteTransaction, sku: &str) -> Result<Option<Money>> {
        catalog::cost_of(tx, sku)
    }
}

fn set_fulfilled(lines: &mut [super::OrderLine], fulfilled: &[Quantity]) -> Result<()> {
    if fulfilled.len() > lines.len() {
        return Err(Error::invalid("/fulfilled", "there are more shipped quantities than lines"));
    }
    for (at, (line, quantity)) in lines.iter_mut().zip(fulfilled).enumerate() {
        if quantity.thousandths() < 0 {
            return Err(Error::invalid(format!("/fulfilled/{at}"), "the quantity must not be negative"));
        }
        line.fulfilled = (*quantity).min(line.quantity);
    }
    Ok(())
}

fn known(tx: &WriteTransaction, given: &NewOrder) -> Result<Option<Order>> {
    let (Some(source), Some(external_id)) = (&given.source, &given.external_id) else { return Ok(None) };
    let Some(id) = store::find(tx, source, external_id)? else { return Ok(None) };
    tx.orders().get(id).map(Some)
}

/// Brings a known order to what is given. What the report leaves out stays as it is.
fn revise(
    tx: &WriteTransaction,
    before: Order,
    mut given: NewOrder,
    currency: Currency,
    mut priced: price::Priced,
    mut payments: Vec<payments::CleanPayment>,
    word: Word,
) -> Result<Ingested> {
    if given.updated_at.zip(before.updated_at).is_some_and(|(given, known)| given < known) {
        return Ok(Ingested { order: before, outcome: Outcome::Ignored, problems: Vec::new() });
    }
    if currency != before.currency && (before.paid.minor > 0 || before.refunded.minor > 0) {
        return Err(Error::conflict("the currency of an order with payments or refunds cannot change")
            .at("/currency")
            .existing(before.id));
    }
    let (customer, problems) = buyer::of(tx, given.customer, given.party.as_ref(), Some(before.customer_id))?;
    let ground = record::ground(tx, currency)?;
    given.number = given.number.or_else(|| before.number.clone());
    given.channel = given.channel.or_else(|| before.channel.clone());
    given.promised_at = given.promised_at.or(before.promised_at);
    given.placed_at = given.placed_at.or(Some(before.placed_at));
    given.state = given.state.or(Some(before.state));
    given.updated_at = given.updated_at.or(before.updated_at);
    given.paid = given.paid.or(Some(before.settled));
    given.rate = given.rate.or((currency == before.currency).then_some(before.rate));
    let rate = record::rate_of(tx, given.rate, currency, &ground, before.placed_at)?;
    priced.lines = lines::match_up(before.id, &before.lines, priced.lines)?;
    let cancel_reason = given.cancel_reason;
    let mut after = record::assemble(given, priced, currency, customer, rate, &ground)?;
    carry_over(&before, &mut after, cancel_reason.is_some());
    for payment in &mut payments {
        payment.at = payment.at.or(Some(after.placed_at));
    }
    let known_payments = payments::store::of(tx, before.id, before.currency)?;
    let change = Change {
        payments: payments::new_ones(payments, &known_payments),
        forced: word == Word::OfHost,
        event: is_edit(&before, &after).then_some("order.edited"),
        ..Change::at(after.updated_at.unwrap_or(ground.now))
    };
    let outcome = apply::apply(tx, &before, &mut after, change)?;
    Ok(Ingested { order: after, outcome, problems })
}

/// What a report does not carry.
pub(crate) fn carry_over(before: &Order, after: &mut Order, new_reason: bool) {
    after.id = before.id;
    after.source.clone_from(&before.source);
    after.external_id.clone_from(&before.external_id);
    after.refunded = Money::new(before.refunded.minor, after.currency);
    after.paid_at = before.paid_at;
    after.completed_at = before.completed_at;
    after.cancelled_at = before.cancelled_at;
    after.hold_reason = before.hold_reason;
    after.hold_note.clone_from(&before.hold_note);
    after.held_at = before.held_at;
    if !new_reason {
        after.cancel_reason = before.cancel_reason;
    }
    after.recorded_at = before.recorded_at;
}

/// Whether what was bought, or for how much, or by whom, differs; moves and payments have events of their own.
pub(crate) fn is_edit(before: &Order, after: &Order) -> bool {
    (&before.number, &before.channel, before.promised_at) != (&after.number, &after.channel, after.promised_at)
        || (before.customer_id, before.placed_at, before.rate) != (after.customer_id, after.placed_at, after.rate)
        || (before.total, before.net, before.cost_base) != (after.total, after.net, after.cost_base)
        || (before.discount, before.shipping, before.tax) != (after.discount, after.shipping, after.tax)
        || before.needs_fulfilment != after.needs_fulfilment
        || before.lines.len() != after.lines.len()
        || before.lines.iter().zip(&after.lines).any(|(a, b)| !price::same_line(a, b))
}

/// The id of the order of a host's key.
pub(crate) fn id_of_key(tx: &WriteTransaction, source: Option<&str>, external_id: &str) -> Result<OrderId> {
    let source =
        source.ok_or_else(|| Error::invalid("/source", "an external id needs the system that it belongs to"))?;
    store::find(tx, source, external_id)?.ok_or_else(|| {
        Error::new(crate::ErrorCode::NotFound, "no order has this external id")
            .at("/order_external_id")
            .hint("record the order first")
    })
}
