//! A quote's way: approved, sent, looked at, answered, run out, renewed, revised, withdrawn.

use super::{Quote, QuoteState, Quotes, announce, insert, rules, save, stored};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::presale::opportunities::LostReason;
use crate::records::{customers, shop};
use crate::vocabulary::{Date, Error, QuoteId, Result, StaffId, ids, text};
use rules::MACHINE;
use serde_json::{Value, json};

impl Quotes<'_, WriteTransaction> {
    /// Approves the discounts of a draft; another line or discount voids it. The draft afterwards.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a quote that is no draft; `invalid_input` for a bad id.
    pub fn approve(&self, id: QuoteId, staff: StaffId) -> Result<Quote> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", Some(staff.0))?;
        let mut quote = stored(tx, id)?;
        if quote.state != QuoteState::Draft {
            return Err(Error::conflict(format!("the quote is {}, not a draft", quote.state)).existing(id));
        }
        (quote.approved_at, quote.approved_by, quote.needs_approval) = (Some(tx.now()), Some(staff), false);
        quote.updated_at = tx.now();
        tx.step(|| save(tx, &quote, "quote.approved", json!({ "approved_by": staff })))?;
        Ok(quote)
    }

    /// Notes that a draft was sent to its customer: it does not change any more. The quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `conflict` without lines, with a day of validity that is over, or with a
    /// discount above the limit that nobody has approved; `blocked` for a customer to whom the shop sells nothing.
    pub fn send(&self, id: QuoteId) -> Result<Quote> {
        let tx = self.tx;
        let mut quote = stored(tx, id)?;
        if quote.state == QuoteState::Expired {
            return Err(MACHINE.refuse(quote.state, "the quote has expired").hint("renew it, or revise it"));
        }
        MACHINE.require(quote.state, QuoteState::Sent)?;
        require_sellable(tx, &quote)?;
        if quote.lines.is_empty() {
            return Err(Error::conflict("a quote without lines offers nothing").existing(id).hint("add lines first"));
        }
        if quote.valid_until < shop::today(tx)? {
            return Err(Error::conflict("the quote would have run out").existing(id).hint("set another valid_until"));
        }
        if quote.needs_approval {
            return Err(Error::conflict("a discount is above the limit and was not approved")
                .existing(id)
                .hint("use quotes.approve, or lower the discount"));
        }
        quote.sent_at = Some(tx.now());
        tx.step(|| go(tx, &mut quote, QuoteState::Sent, None, "quote.sent", json!({})))?;
        Ok(quote)
    }

    /// Notes that the customer has looked at a quote; the second look changes nothing. The quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`.
    pub fn mark_viewed(&self, id: QuoteId) -> Result<Quote> {
        let tx = self.tx;
        tx.step(|| {
            let mut quote = current(tx, id)?;
            if quote.state == QuoteState::Viewed {
                return Ok(quote);
            }
            quote.viewed_at = Some(tx.now());
            go(tx, &mut quote, QuoteState::Viewed, None, "quote.viewed", json!({}))?;
            Ok(quote)
        })
    }

    /// Notes that the customer has said yes. The quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`, for one that has run out too unless it was renewed; `blocked` for a customer
    /// to whom the shop sells nothing.
    pub fn accept(&self, id: QuoteId) -> Result<Quote> {
        self.tx.step(|| {
            let mut quote = current(self.tx, id)?;
            accept(self.tx, &mut quote)?;
            Ok(quote)
        })
    }

    /// Notes that the customer has said no, and why. The quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`.
    pub fn decline(&self, id: QuoteId, reason: LostReason) -> Result<Quote> {
        let tx = self.tx;
        tx.step(|| {
            let mut quote = current(tx, id)?;
            quote.decline_reason = Some(reason);
            let facts = json!({ "reason": reason });
            go(tx, &mut quote, QuoteState::Declined, Some(reason.token()), "quote.declined", facts)?;
            Ok(quote)
        })
    }

    /// Lets an expired quote hold until another day: it counts as sent again, and runs out anew; or accepts it at once. The
    /// quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that has not expired; `invalid_input` for a day that is over;
    /// `blocked` for a customer to whom the shop sells nothing.
    pub fn renew(&self, id: QuoteId, valid_until: Date, accepted: bool) -> Result<Quote> {
        let tx = self.tx;
        rules::require_ahead(valid_until, shop::today(tx)?)?;
        tx.step(|| {
            let mut quote = current(tx, id)?;
            if quote.state != QuoteState::Expired {
                return Err(MACHINE.refuse(quote.state, format!("the quote is {}, not expired", quote.state)));
            }
            require_sellable(tx, &quote)?;
            // The new end is announced like the first one.
            (quote.valid_until, quote.renewed_at, quote.expiring_at) = (valid_until, Some(tx.now()), None);
            go(tx, &mut quote, QuoteState::Sent, Some("renewed"), "quote.renewed", json!({}))?;
            if accepted {
                accept(tx, &mut quote)?;
            }
            Ok(quote)
        })
    }

    /// Closes a version that was sent, declined or has expired, and writes the next one with the same number as a draft.
    /// The draft.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a day that is over; `blocked` for a customer to whom the
    /// shop sells nothing.
    pub fn revise(&self, id: QuoteId, valid_until: Option<Date>) -> Result<Quote> {
        let tx = self.tx;
        let settings = self.settings()?;
        let (today, days) = (shop::today(tx)?, i32::try_from(settings.valid_days).unwrap_or(i32::MAX));
        let valid_until = valid_until.unwrap_or(today.plus_days(days));
        rules::require_ahead(valid_until, today)?;
        tx.step(|| {
            let mut old = current(tx, id)?;
            require_sellable(tx, &old)?;
            let mut next = Quote {
                id: QuoteId(0),
                version: old.version + 1,
                previous_id: Some(id),
                state: QuoteState::Draft,
                valid_until,
                approved_at: None,
                approved_by: None,
                renewed_at: None,
                expiring_at: None,
                sent_at: None,
                viewed_at: None,
                accepted_at: None,
                ended_at: None,
                decline_reason: None,
                order_id: None,
                created_at: tx.now(),
                updated_at: tx.now(),
                ..old.clone()
            };
            next.settle(&settings)?;
            go(tx, &mut old, QuoteState::Revised, None, "quote.revised", json!({}))?;
            insert(tx, &mut next)?;
            Ok(next)
        })
    }

    /// Withdraws a quote. The quote afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a reason that is no token.
    pub fn cancel(&self, id: QuoteId, reason: Option<&str>) -> Result<Quote> {
        let tx = self.tx;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        tx.step(|| {
            let mut quote = current(tx, id)?;
            let facts = json!({ "reason": reason });
            go(tx, &mut quote, QuoteState::Cancelled, reason.as_deref(), "quote.cancelled", facts)?;
            Ok(quote)
        })
    }
}

/// A quote as it is stored; one that has run out expires first, so that the log tells what was before.
pub(super) fn current(tx: &WriteTransaction, id: QuoteId) -> Result<Quote> {
    let mut quote = stored(tx, id)?;
    if rules::has_run_out(quote.state, quote.valid_until, shop::today(tx)?) {
        expire(tx, &mut quote)?;
    }
    Ok(quote)
}

/// Notes that a quote has run out.
pub(super) fn expire(tx: &WriteTransaction, quote: &mut Quote) -> Result<()> {
    go(tx, quote, QuoteState::Expired, None, "quote.expired", json!({}))
}

/// Notes that the end of a quote was announced.
pub(super) fn announce_end(tx: &WriteTransaction, quote: &mut Quote) -> Result<()> {
    quote.expiring_at = Some(tx.now());
    quote.update(tx, journal::next_seq(tx)?)?;
    announce(tx, "quote.expiring", quote, json!({}))
}

fn accept(tx: &WriteTransaction, quote: &mut Quote) -> Result<()> {
    if quote.state == QuoteState::Expired {
        return Err(MACHINE.refuse(quote.state, "the quote has expired").hint("renew it first, or revise it"));
    }
    require_sellable(tx, quote)?;
    quote.accepted_at = Some(tx.now());
    go(tx, quote, QuoteState::Accepted, None, "quote.accepted", json!({}))
}

/// Requires that the shop still sells to the customer of a quote.
pub(super) fn require_sellable(tx: &WriteTransaction, quote: &Quote) -> Result<()> {
    customers::require_sellable(tx, quote.customer_id).map_err(|error| error.at("/id"))
}

/// Makes a move: checked, logged, written and announced.
pub(super) fn go(
    tx: &WriteTransaction,
    quote: &mut Quote,
    to: QuoteState,
    reason: Option<&str>,
    event: &'static str,
    facts: Value,
) -> Result<()> {
    journal::go(tx, &MACHINE, (quote.id.0, Some(quote.customer_id)), (quote.state, to), reason)?;
    (quote.state, quote.updated_at) = (to, tx.now());
    quote.ended_at = rules::is_ended(to).then(|| tx.now());
    save(tx, quote, event, facts)
}
