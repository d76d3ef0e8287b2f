//! Compensations: what a shop gives when something went wrong, and the funds that it gives it from.
//!
//! Owns funds with their ledgers, and compensations from the proposal to the payment. Promises that a fund never gives
//! more than it has and than its limit, whoever asks at the same moment: what is proposed holds its money until it is
//! paid or given up; that a customer is compensated once for one cause and thing; and that money is counted once, because
//! each is paid through the room that owns what is paid with: refunds, points, coupons, store credit. An advance, which
//! is paid before whoever answers for it does, is reclaimed and puts its fund back.
//!
//! Refuses to decide what a mishap is worth: the host proposes, and the shop's people approve beyond their limits.

mod funds;
mod model;
mod pay;
mod propose;
mod rules;
mod statistics;
mod store;
mod tokens;

#[cfg(test)]
mod tests;

pub use model::{
    ApprovalLimit, Compensation, CompensationFilter, CompensationSettings, Fund, FundEntry, FundPatch, FundTopUp,
    NewCompensation, NewFund, Recovery,
};
pub use statistics::{CompensationCause, CompensationOfKind, CompensationStatistics, CustomerGoodwill};
pub use tokens::{CompensationKind, CompensationState, FundEntryKind, FundPeriod, RecoveredFrom};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::interactions::clean_reference;
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CompensationId, CustomerId, OrderId, Page, Result, StaffId, ids, text};
use rules::MACHINE;
use serde_json::json;

room! {
    /// Compensations, and the funds that they are paid from.
    Compensations, compensations
}

customer_rows! { CUSTOMER_ROWS, "crm_compensation", moving "compensation" }

impl<T: Reading> Compensations<'_, T> {
    /// One compensation.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: CompensationId) -> Result<Compensation> {
        Compensation::by_id(self.tx.reader(), id)?.or_not_found(CompensationId::WHAT, id)
    }

    /// Compensations, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &CompensationFilter) -> Result<Page<Compensation>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        filter.reference = filter.reference.map(clean_reference).transpose()?;
        let listing = filter.page.of("compensations", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |one| [one.id.0]))
    }

    /// The states of a compensation, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: CompensationId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// Who approves what.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<CompensationSettings> {
        store::settings(self.tx.reader())
    }
}

impl Compensations<'_, WriteTransaction> {
    /// Says who approves what, all at once; what was approved stays so.
    ///
    /// # Errors
    /// `invalid_input` for a limit that is negative or not in the base currency, or somebody who is listed twice; `limit`
    /// for more than 1,000 approvers.
    pub fn configure(&self, settings: CompensationSettings) -> Result<CompensationSettings> {
        let tx = self.tx;
        let after = rules::clean_settings(settings, shop::settings(tx)?.base_currency)?;
        if after == self.settings()? {
            return Ok(after);
        }
        tx.step(|| {
            store::save(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({ "free_up_to": after.free_up_to, "approvers": after.approvers.len() });
            journal::append(tx, Entry::new("compensations.configured").payload(facts))
        })?;
        Ok(after)
    }

    /// Proposes a compensation; its fund holds the money from now on. Within the limits of the shop and of whoever proposes
    /// it, it is approved at once.
    ///
    /// # Errors
    /// `not_found` for an unknown customer, fund, order or programme; `invalid_input` for fields that do not belong to the
    /// kind, an amount that is not above 0, and another currency than the fund's; `conflict` with its id for a
    /// compensation that the customer has for the same cause and thing, and for a fund that is switched off; `limit` when
    /// the fund has less, or may give less in its period.
    pub fn propose(&self, new: NewCompensation) -> Result<Compensation> {
        self.tx.step(|| propose::propose(self.tx, new))
    }

    /// Approves a proposal.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `conflict` for the own proposal; `limit` for more than this member of the
    /// staff approves.
    pub fn approve(&self, id: CompensationId, by: StaffId) -> Result<Compensation> {
        ids::require_row_id("/staff_id", Some(by.0))?;
        let one = self.get(id)?;
        MACHINE.require(one.state, CompensationState::Approved)?;
        rules::require_approver(&self.settings()?, by, &one)?;
        self.decide(one, CompensationState::Approved, by, None)
    }

    /// Declines a proposal, with the reason as a token; its fund has the money back.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a bad reason or staff id.
    pub fn decline(&self, id: CompensationId, by: StaffId, reason: &str) -> Result<Compensation> {
        ids::require_row_id("/staff_id", Some(by.0))?;
        let reason = text::token("/reason", reason)?;
        self.decide(self.get(id)?, CompensationState::Declined, by, Some(reason))
    }

    fn decide(
        &self,
        mut one: Compensation,
        to: CompensationState,
        by: StaffId,
        reason: Option<String>,
    ) -> Result<Compensation> {
        let tx = self.tx;
        one.decided_by = Some(by);
        one.decided_at = Some(tx.now());
        one.end_reason = reason;
        tx.step(|| go(tx, &mut one, to, None))?;
        Ok(one)
    }

    /// Calls a compensation off before it is paid; its fund has the money back.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a bad reason.
    pub fn cancel(&self, id: CompensationId, reason: Option<&str>) -> Result<Compensation> {
        let mut one = self.get(id)?;
        one.end_reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        self.tx.step(|| go(self.tx, &mut one, CompensationState::Cancelled, None))?;
        Ok(one)
    }

    /// Gives the customer what was approved: by a refund, points, a coupon or store credit; a gift is noted as given.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a refund above what is left of what was paid for the order.
    pub fn pay(&self, id: CompensationId) -> Result<Compensation> {
        let one = self.get(id)?;
        self.tx.step(|| pay::pay(self.tx, one))
    }

    /// Notes what came back of an advance, in parts or at once; its fund can give it anew.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not paid or no advance; `invalid_input` for more than is open.
    pub fn recover(&self, back: &Recovery) -> Result<Compensation> {
        let one = self.get(back.id)?;
        self.tx.step(|| pay::recover(self.tx, one, back))
    }
}

/// Takes a compensation to another state; one that is declined or called off gives its fund back what it held.
fn go(tx: &WriteTransaction, one: &mut Compensation, to: CompensationState, reason: Option<&str>) -> Result<()> {
    let reason = reason.map(str::to_owned).or_else(|| one.end_reason.clone());
    journal::go(tx, &MACHINE, (one.id.0, Some(one.customer_id)), (one.state, to), reason.as_deref())?;
    if rules::is_open(one.state) && matches!(to, CompensationState::Declined | CompensationState::Cancelled) {
        funds::book(tx, one, FundEntryKind::Release, one.amount)?;
    }
    one.state = to;
    one.updated_at = tx.now();
    one.update(tx, journal::next_seq(tx)?)?;
    let name = match to {
        CompensationState::Pending => "compensation.proposed",
        CompensationState::Approved => "compensation.approved",
        CompensationState::Declined => "compensation.declined",
        CompensationState::Cancelled => "compensation.cancelled",
        CompensationState::Paid => "compensation.paid",
        CompensationState::Recovered => "compensation.recovered",
    };
    say(tx, name, one)
}

/// An event about a compensation.
fn say(tx: &WriteTransaction, name: &'static str, one: &Compensation) -> Result<()> {
    let facts = json!({
        "kind": one.kind, "amount": one.amount, "cause": one.cause, "ref": one.reference, "fund_id": one.fund_id,
        "state": one.state, "refund_id": one.refund_id, "recovered": one.recovered, "reason": one.end_reason,
    });
    let event = Entry::new(name).customer(one.customer_id).entity("compensation", one.id);
    journal::append(tx, event.payload(facts)).map(drop)
}

/// Compensations that are not paid follow their order to another customer; what was given stays with whoever got it.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for id in store::set_customer(tx, order, customer)? {
        journal::follow(tx, MACHINE.entity(), id.0, customer)?;
    }
    Ok(())
}

/// Funds and compensations that contradict each other or their ledgers; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let what = [
        "compensation funds differ from their ledger",
        "compensation funds differ from their compensations",
        "compensations contradict themselves",
    ];
    let found = what.iter().zip(store::contradictions(tx)?).filter(|(_, count)| *count > 0);
    Ok(found.map(|(what, count)| format!("{count} {what}")).collect())
}
