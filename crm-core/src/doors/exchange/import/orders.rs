//! Rows of orders: those that share an order key are lines of one order; a negative one is a refund.
//!
//! An order without a key of its own gets one from its content and its ordinal among equal rows of the file.

use super::engine::{Kind, Written, is_of_the_row, one_by_one};
use super::party::{Found, Resolver, Who, who};
use super::refunds;
use super::row::{Context, Row};
use crate::db::WriteTransaction;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::{Field, Policy, Verdict, values};
use crate::records::orders::{self, CancelReason, NewOrder, NewOrderLine, NewRefund, OrderState, Outcome, Recorded};
use crate::vocabulary::{Currency, Error, ExchangeRate, Money, Quantity, Result, UnitPrice};
use std::borrow::Cow;

/// Orders.
pub(crate) struct OrderRows<'a> {
    pub(crate) context: &'a Context<'a>,
}

/// An order as far as its rows tell it. Amounts keep their signs until all rows are known.
pub(crate) struct OrderDraft {
    who: Who,
    order: NewOrder,
    currency: Currency,
    /// What the rows give as the total of the whole order.
    total: Option<Money>,
    lines: Vec<LineDraft>,
    refund_of: Option<String>,
    reason: Option<String>,
}

/// A line with signed numbers; without an article it only adds to the total.
struct LineDraft {
    sku: Option<String>,
    line: NewOrderLine,
    total: Option<Money>,
}

impl Kind for OrderRows<'_> {
    type Draft = OrderDraft;

    fn group<'a>(&self, row: &Row<'a>) -> Option<Cow<'a, str>> {
        let key = row.text(Field::Order)?;
        // Two systems may number alike.
        Some(match row.text(Field::Source) {
            None => Cow::Borrowed(key),
            Some(source) => Cow::Owned(format!("{source}:{key}")),
        })
    }

    fn read(&self, row: &Row<'_>, ordinals: &mut Ordinals) -> Result<OrderDraft> {
        // The ordinal first: a row with a fault stands in the file all the same.
        let key = match row.text(Field::Order) {
            Some(key) => key.to_owned(),
            None => row.content_key(ordinals)?,
        };
        let who = who(row);
        if who.party.identities.is_empty() {
            return Err(Error::invalid("/customer", "the row does not say whose order it is"));
        }
        let currency = row.currency()?;
        let placed_at = row.time(Field::PlacedAt)?;
        placed_at.ok_or_else(|| Error::invalid("/placed_at", "the row does not say it"))?;
        let state = row.parsed(Field::State, OrderState::parse)?.unwrap_or(OrderState::Completed);
        let is_open = matches!(state, OrderState::Draft | OrderState::Pending | OrderState::OnHold);
        let order = NewOrder {
            source: Some(row.source()),
            external_id: Some(key),
            number: row.owned(Field::Number),
            placed_at,
            updated_at: row.time(Field::UpdatedAt)?,
            cancel_reason: row.parsed(Field::CancelReason, CancelReason::parse)?,
            currency: Some(currency),
            discount: row.money(Field::Discount, currency)?,
            shipping: row.money(Field::Shipping, currency)?,
            tax: row.money(Field::Tax, currency)?,
            tax_included: row.parsed(Field::TaxIncluded, values::truth)?.unwrap_or(false),
            paid: Some(row.parsed(Field::Paid, values::truth)?.unwrap_or(!is_open && state != OrderState::Cancelled)),
            state: Some(state),
            rate: row.number(Field::Rate, ExchangeRate::parse)?,
            channel: row.owned(Field::Channel),
            ..NewOrder::default()
        };
        let total = row.money(Field::Total, currency)?;
        let (refund_of, reason) = (row.owned(Field::RefundOf), row.owned(Field::Reason));
        let lines = line(row, currency)?.into_iter().collect();
        Ok(OrderDraft { who, order, currency, total, lines, refund_of, reason })
    }

    fn join(&self, draft: &mut OrderDraft, row: &Row<'_>) -> Result<()> {
        if who(row).party.identities != draft.who.party.identities {
            return Err(Error::invalid("/customer", "the rows of this order name different customers"));
        }
        if row.currency()? != draft.currency {
            return Err(Error::invalid("/currency", "the rows of this order name different currencies"));
        }
        if row.money(Field::Total, draft.currency)? != draft.total {
            return Err(Error::invalid("/total", "the rows of this order name different totals")
                .hint("map the amount of a line to line_total"));
        }
        draft.lines.extend(line(row, draft.currency)?);
        Ok(())
    }

    fn sort_key<'a>(&self, draft: &'a OrderDraft) -> &'a str {
        &draft.who.key
    }

    fn write(&self, tx: &WriteTransaction, drafts: Vec<OrderDraft>) -> Result<Vec<Result<Written>>> {
        let mut plain = Vec::with_capacity(drafts.len());
        let mut refunds = Vec::new();
        let mut answers: Vec<Option<Result<Written>>> = Vec::with_capacity(drafts.len());
        for (at, draft) in drafts.into_iter().enumerate() {
            answers.push(None);
            match draft.is_refund() {
                Ok(false) => plain.push((at, draft)),
                Ok(true) => refunds.push((at, draft)),
                Err(error) => answers[at] = Some(Err(error)),
            }
        }
        let (places, plain): (Vec<usize>, Vec<OrderDraft>) = plain.into_iter().unzip();
        for (at, answer) in places.into_iter().zip(self.write_orders(tx, plain)?) {
            answers[at] = Some(answer);
        }
        // After the orders, which they may belong to.
        let (places, refunds): (Vec<usize>, Vec<OrderDraft>) = refunds.into_iter().unzip();
        for (at, answer) in places.into_iter().zip(one_by_one(tx, refunds, |draft| self.write_refund(tx, draft))?) {
            answers[at] = Some(answer);
        }
        let missing = || Error::internal("a row of an import got no verdict");
        answers.into_iter().map(|answer| answer.ok_or_else(missing)).collect()
    }
}

/// The line of a row, if it tells one.
fn line(row: &Row<'_>, currency: Currency) -> Result<Option<LineDraft>> {
    let sku = row.owned(Field::Sku);
    let total = row.money(Field::LineTotal, currency)?;
    let unit_price = row.number(Field::UnitPrice, UnitPrice::parse)?;
    if sku.is_none() && total.is_none() {
        if unit_price.is_some() {
            return Err(Error::invalid("/sku", "a line with a unit price names its article"));
        }
        return Ok(None);
    }
    let quantity = row.number(Field::Quantity, Quantity::parse)?.unwrap_or(Quantity::ONE);
    let line = NewOrderLine {
        sku: sku.clone().unwrap_or_default(),
        name: row.owned(Field::LineName),
        quantity,
        unit_price,
        total,
        discount: row.money(Field::LineDiscount, currency)?,
        tax: row.money(Field::LineTax, currency)?,
        cost: row.money(Field::LineCost, currency)?,
        ..NewOrderLine::default()
    };
    Ok(Some(LineDraft { sku, total: signed_total(&line, currency)?, line }))
}

/// What a line comes to, with the sign of its quantity.
fn signed_total(line: &NewOrderLine, currency: Currency) -> Result<Option<Money>> {
    if let Some(total) = line.total {
        return Ok(Some(total));
    }
    let Some(price) = line.unit_price else { return Ok(None) };
    let whole = price.total(line.quantity, currency)?;
    line.discount.map_or(Ok(whole), |discount| whole.checked_sub(discount)).map(Some)
}

impl OrderDraft {
    /// What the rows come to.
    fn amount(&self) -> Result<Option<Money>> {
        if self.total.is_some() {
            return Ok(self.total);
        }
        let mut totals = self.lines.iter().filter_map(|line| line.total);
        let Some(first) = totals.next() else { return Ok(None) };
        totals.try_fold(first, |sum, total| sum.checked_add(total)).map(Some)
    }

    /// Whether the rows are money that went back; an order that is part sale, part return is refused.
    fn is_refund(&self) -> Result<bool> {
        let is_negative =
            |line: &LineDraft| line.line.quantity.thousandths() < 0 || line.total.is_some_and(|total| total.minor < 0);
        let negative = self.lines.iter().filter(|line| is_negative(line)).count();
        let total = self.total.map_or(0, |total| total.minor);
        if negative == 0 && total >= 0 {
            return Ok(false);
        }
        let is_positive = |line: &LineDraft| line.total.is_some_and(|total| total.minor > 0);
        if total > 0 || (negative > 0 && self.lines.iter().any(is_positive)) {
            return Err(Error::invalid("/quantity", "the order has lines that are sold and lines that came back")
                .hint("give what came back as a refund, or as an order of its own with a negative total"));
        }
        Ok(true)
    }
}

/// An order whose customer is known.
enum Prepared {
    /// It is known, and the policy leaves it alone.
    Known(Written),
    /// It is to be recorded.
    Ready(Found, Box<NewOrder>),
}

impl OrderRows<'_> {
    /// Writes orders all together: customers first, then the orders in their sequence.
    fn write_orders(&self, tx: &WriteTransaction, drafts: Vec<OrderDraft>) -> Result<Vec<Result<Written>>> {
        let mut resolver = Resolver::default();
        let mut answers: Vec<Option<Result<Written>>> = Vec::with_capacity(drafts.len());
        let (mut ready, mut given) = (Vec::new(), Vec::new());
        for (at, draft) in drafts.into_iter().enumerate() {
            answers.push(None);
            match self.prepare(tx, &mut resolver, draft) {
                Ok(Prepared::Known(written)) => answers[at] = Some(Ok(written)),
                Ok(Prepared::Ready(found, order)) => {
                    ready.push((at, found));
                    given.push(*order);
                }
                Err(error) if is_of_the_row(&error) => answers[at] = Some(Err(error)),
                Err(error) => return Err(error),
            }
        }
        for ((at, found), recorded) in ready.into_iter().zip(orders::import(tx, given)?) {
            answers[at] = Some(recorded.map(|recorded| written(&found, &recorded)));
        }
        let missing = || Error::internal("an order of an import got no verdict");
        answers.into_iter().map(|answer| answer.ok_or_else(missing)).collect()
    }

    /// Finds or makes the customer of an order; a customer is not made for an order that will be refused.
    fn prepare(&self, tx: &WriteTransaction, resolver: &mut Resolver, draft: OrderDraft) -> Result<Prepared> {
        let (source, key) = (draft.order.source.as_deref(), draft.order.external_id.as_deref());
        let known = orders::id_of(tx, source.unwrap_or_default(), key.unwrap_or_default())?;
        if let (Some(known), Policy::Skip | Policy::Merge) = (known, self.context.options.policy) {
            return Ok(Prepared::Known(Written::new(Verdict::Skipped, known)));
        }
        let total = if draft.lines.iter().any(|line| line.sku.is_none()) { draft.amount()? } else { draft.total };
        let lines = draft.lines.into_iter().filter(|line| line.sku.is_some()).map(|line| line.line).collect();
        let order = NewOrder { total, lines, ..draft.order };
        let found = tx.step(|| {
            let found = resolver.resolve(tx, &draft.who)?;
            if found.created {
                orders::require_recordable(tx, &order)?;
            }
            Ok(found)
        });
        if found.is_err() {
            // What was remembered may have been undone.
            *resolver = Resolver::default();
        }
        let found = found?;
        let order = NewOrder { customer: Some(found.customer), ..order };
        Ok(Prepared::Ready(found, Box::new(order)))
    }

    /// Money that went back, of an order where one is named.
    fn write_refund(&self, tx: &WriteTransaction, draft: OrderDraft) -> Result<Written> {
        let amount = draft.amount()?.ok_or_else(|| Error::invalid("/total", "the row does not say it"))?;
        let refund = NewRefund {
            source: draft.order.source,
            external_id: draft.order.external_id,
            amount: Some(Money::new(amount.minor.saturating_neg(), amount.currency)),
            refunded_at: draft.order.placed_at,
            reason: draft.reason,
            ..NewRefund::default()
        };
        if let Some(known) = refunds::known(tx, &refund)? {
            return Ok(known);
        }
        if let Some(key) = &draft.refund_of {
            let order = orders::id_of(tx, refund.source.as_deref().unwrap_or_default(), key)?;
            let order = order.ok_or_else(|| refunds::unknown_order("/refund_of"))?;
            return refunds::write(tx, NewRefund { order: Some(order), ..refund }, None);
        }
        let found = Resolver::default().resolve(tx, &draft.who)?;
        let refund = NewRefund { customer: Some(found.customer), rate: draft.order.rate, ..refund };
        refunds::write(tx, refund, Some(found))
    }
}

/// What became of an order that was recorded.
fn written(found: &Found, recorded: &Recorded) -> Written {
    let verdict = match recorded.outcome {
        Outcome::Created => Verdict::Created,
        Outcome::Updated => Verdict::Updated,
        Outcome::Unchanged | Outcome::Ignored => Verdict::Skipped,
    };
    let reason = found.problem(recorded.outcome == Outcome::Ignored);
    Written { reason, new_customer: found.created, ..Written::new(verdict, recorded.id) }
}
