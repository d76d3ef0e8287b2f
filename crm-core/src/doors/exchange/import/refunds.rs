//! Rows of refunds: of an order where its key is given, of a customer otherwise.

use super::engine::{Kind, Written, one_by_one};
use super::party::{Found, Resolver, Who, who};
use super::row::Row;
use crate::db::WriteTransaction;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::{Field, Verdict};
use crate::records::orders::{self, NewRefund};
use crate::vocabulary::{Error, ExchangeRate, Money, Result};

/// Refunds, one row each. The total may be written with either sign.
pub(crate) struct RefundRows;

pub(crate) struct RefundDraft {
    who: Who,
    order: Option<String>,
    refund: NewRefund,
}

impl Kind for RefundRows {
    type Draft = RefundDraft;

    fn read(&self, row: &Row<'_>, ordinals: &mut Ordinals) -> Result<RefundDraft> {
        let key = match row.text(Field::Refund) {
            Some(key) => key.to_owned(),
            None => row.content_key(ordinals)?,
        };
        let currency = row.currency()?;
        row.need(Field::Total)?;
        let positive = |amount: Option<Money>| {
            amount.map(|money| Money::new(money.minor.checked_abs().unwrap_or(i64::MAX), money.currency))
        };
        let who = who(row);
        let order = row.owned(Field::Order);
        if order.is_none() && who.party.identities.is_empty() {
            return Err(Error::invalid("/order", "the row names neither an order nor a customer"));
        }
        let refund = NewRefund {
            source: Some(row.source()),
            external_id: Some(key),
            amount: positive(row.money(Field::Total, currency)?),
            shipping: positive(row.money(Field::Shipping, currency)?),
            tax: positive(row.money(Field::Tax, currency)?),
            refunded_at: row.time(Field::RefundedAt)?,
            reason: row.owned(Field::Reason),
            rate: row.number(Field::Rate, ExchangeRate::parse)?,
            ..NewRefund::default()
        };
        Ok(RefundDraft { who, order, refund })
    }

    fn sort_key<'a>(&self, draft: &'a RefundDraft) -> &'a str {
        &draft.who.key
    }

    fn write(&self, tx: &WriteTransaction, drafts: Vec<RefundDraft>) -> Result<Vec<Result<Written>>> {
        one_by_one(tx, drafts, |draft| {
            if let Some(known) = known(tx, &draft.refund)? {
                return Ok(known);
            }
            if let Some(key) = &draft.order {
                let source = draft.refund.source.as_deref().unwrap_or_default();
                let order = orders::id_of(tx, source, key)?.ok_or_else(|| unknown_order("/order"))?;
                let refund = NewRefund { order: Some(order), rate: None, ..draft.refund };
                return write(tx, refund, None);
            }
            let found = Resolver::default().resolve(tx, &draft.who)?;
            write(tx, NewRefund { customer: Some(found.customer), ..draft.refund }, Some(found))
        })
    }
}

/// The error for an order that this source has not reported.
pub(crate) fn unknown_order(path: &str) -> Error {
    Error::invalid(path, "this source has reported no order with this key").hint("import the orders first")
}

/// The answer for a refund that is stored already: what went back stays as it is.
pub(crate) fn known(tx: &WriteTransaction, refund: &NewRefund) -> Result<Option<Written>> {
    let (Some(source), Some(key)) = (&refund.source, &refund.external_id) else { return Ok(None) };
    Ok(orders::refund_id_of(tx, source, key)?.map(|id| Written::new(Verdict::Skipped, id)))
}

/// Writes a refund that is new.
pub(crate) fn write(tx: &WriteTransaction, refund: NewRefund, found: Option<Found>) -> Result<Written> {
    let refund = tx.refunds().record(refund)?;
    Ok(Written {
        reason: found.as_ref().and_then(|found| found.problem(false)),
        new_customer: found.is_some_and(|found| found.created),
        ..Written::new(Verdict::Created, refund.id)
    })
}
