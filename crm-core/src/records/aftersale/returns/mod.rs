//! Returns: what customers send back, from the question whether they may to what they got for it.
//!
//! Owns returns with their lines, and the rules of the shop about them. Promises that no more comes back than was
//! delivered, whoever asks at the same moment; that each verdict says until when, for how much and by which rule; that a
//! return which ends without goods gives up what it held; and that money is counted once, because every way of paying
//! back takes it off the order by a refund, in parts that add up to the line. What carriers report is a fact: it holds
//! although the return had ended, and is logged as forced.
//!
//! Refuses to print labels: the host does, and leaves its reference here.

mod alert;
mod decide;
mod indicators;
mod model;
mod moves;
mod policy;
mod policy_model;
mod report;
mod request;
mod resolve;
mod rules;
mod store;
mod tokens;
mod worth;

#[cfg(test)]
mod tests;

pub use indicators::{ReturnHabits, ReturnIndicators, ReturnedProduct, ReturnedReason};
pub use model::{
    NewReturn, NewReturnLine, OrderReturn, ReturnAcceptance, ReturnFilter, ReturnFinding, ReturnLine, ReturnPatch,
    ReturnReceipt, ReturnSettlement,
};
pub(crate) use moves::{follow, tick};
pub use policy_model::{
    ReturnCheck, ReturnOffer, ReturnRule, ReturnRulesUsed, ReturnSettings, ReturnSettingsPatch, ReturnVerdict,
};
pub use report::{ReturnEffect, ReturnReport, ReturnReported, ReturnSighting};
pub use request::EasyReturn;
pub use tokens::{
    MedusaReturnStatus, ReturnApproval, ReturnCondition, ReturnDisposition, ReturnReason, ReturnRefusal,
    ReturnResolution, ReturnState, ShopifyReturnStatus, WayBack,
};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, Page, Patch, Result, ReturnId, StaffId, Timestamp, ids, text};
use rules::MACHINE;
use serde_json::json;

room! {
    /// What customers send back.
    Returns, returns
}

customer_rows! { CUSTOMER_ROWS, "crm_return", moving "rma" }

impl<T: Reading> Returns<'_, T> {
    /// One return with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ReturnId) -> Result<OrderReturn> {
        store::get(self.tx.reader(), id)?.or_not_found(ReturnId::WHAT, id)
    }

    /// The return of a number, as people read it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find(&self, number: &str) -> Result<OrderReturn> {
        let found = store::numbered(self.tx.reader(), number.trim())?;
        found.ok_or_else(|| Error::new(ErrorCode::NotFound, "no return has this number").at("/number"))
    }

    /// Returns with their lines, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ReturnFilter) -> Result<Page<OrderReturn>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("returns", &filter)?;
        let mut page = listing.page(store::list(tx, &filter, &listing)?, |one| [one.id.0]);
        page.items = store::with_lines(tx, page.items)?;
        Ok(page)
    }

    /// The states of a return, oldest first, with the moves that a carrier forced.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ReturnId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// What the shop says about returns, with its rules.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<ReturnSettings> {
        store::settings(self.tx.reader())
    }
}

impl Returns<'_, WriteTransaction> {
    /// Changes what the shop says about returns; what was asked for stays as it is.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn configure(&self, patch: ReturnSettingsPatch) -> Result<ReturnSettings> {
        let known = self.settings()?;
        self.save(&known, rules::patched(&known, patch)?)
    }

    /// Sets the rules, all at once and in the order in which they decide; none removes them.
    ///
    /// # Errors
    /// `invalid_input` for a bad rule or a key that two have; `limit` for more than 500.
    pub fn save_rules(&self, rules: Vec<ReturnRule>) -> Result<ReturnSettings> {
        let known = self.settings()?;
        let after = ReturnSettings { rules: rules::clean_rules(rules)?, ..known.clone() };
        self.save(&known, after)
    }

    fn save(&self, known: &ReturnSettings, after: ReturnSettings) -> Result<ReturnSettings> {
        let tx = self.tx;
        if after == *known {
            return Ok(after);
        }
        tx.step(|| {
            store::save(tx, &after, journal::next_seq(tx)?)?;
            if after.alert_rate != known.alert_rate {
                alert::plan(tx, &after)?;
            }
            let facts = json!({ "window_days": after.window_days, "rules": after.rules.len() });
            journal::append(tx, Entry::new("returns.configured").payload(facts))
        })?;
        Ok(after)
    }

    /// Asks for a return of lines of an order; approved at once when the rules approve all of them. What is owed by law is
    /// no new promise, so that no block of the customer forbids it.
    ///
    /// # Errors
    /// `not_found` for an unknown order and for a line of another one; `invalid_input` for more than is left and for bad
    /// fields; `conflict` for a line that the rules do not take back, unless an exception is named.
    pub fn request(&self, new: NewReturn) -> Result<OrderReturn> {
        self.tx.step(|| request::request(self.tx, new, None))
    }

    /// Asks for the return of one line in one call: when the rules approve it, the answer has the number, the place to
    /// send it to, the instructions and the time until when, and is ready for the host's label.
    ///
    /// # Errors
    /// As [`Returns::request`].
    pub fn easy(&self, easy: EasyReturn) -> Result<OrderReturn> {
        self.tx.step(|| request::easy(self.tx, easy))
    }

    /// Lets the customer send the goods.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a bad staff id.
    pub fn approve(&self, id: ReturnId, by: Option<StaffId>) -> Result<OrderReturn> {
        ids::require_row_id("/staff_id", by.map(i64::from))?;
        let mut one = self.get(id)?;
        let settings = self.settings()?;
        one.decided_by = by;
        self.tx.step(|| moves::approve(self.tx, &mut one, &settings))?;
        Ok(one)
    }

    /// Does not take the goods back; says why, as a token.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a bad reason or staff id.
    pub fn decline(&self, id: ReturnId, reason: &str, by: Option<StaffId>) -> Result<OrderReturn> {
        ids::require_row_id("/staff_id", by.map(i64::from))?;
        let mut one = self.get(id)?;
        one.decided_by = by;
        self.end(one, ReturnState::Declined, Some(reason))
    }

    /// Calls a return off before the goods are sent: the customer keeps them.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a bad reason.
    pub fn cancel(&self, id: ReturnId, reason: Option<&str>) -> Result<OrderReturn> {
        self.end(self.get(id)?, ReturnState::Cancelled, reason)
    }

    fn end(&self, mut one: OrderReturn, to: ReturnState, reason: Option<&str>) -> Result<OrderReturn> {
        one.end_reason = rules::token("/reason", reason)?.or(one.end_reason);
        let reason = one.end_reason.clone();
        self.tx.step(|| moves::go(self.tx, &mut one, to, reason.as_deref()))?;
        Ok(one)
    }

    /// Changes what is known of the way back of a return that is not at its end.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one at its end and for a number that another return has; `invalid_input` for a bad
    /// field.
    pub fn update(&self, id: ReturnId, patch: ReturnPatch) -> Result<OrderReturn> {
        let tx = self.tx;
        let known = self.get(id)?;
        if rules::is_over(known.state) {
            return Err(Error::conflict(format!("the return is {}", known.state)).existing(id));
        }
        let mut after = known.clone();
        patch.label_ref.cleaned(|label| text::optional_name("/label_ref", Some(label)))?.apply(&mut after.label_ref);
        patch.note.cleaned(|note| text::optional_note("/note", Some(note)))?.apply(&mut after.note);
        patch.carrier.try_map(|carrier| rules::carrier(&carrier))?.apply(&mut after.carrier);
        patch.tracking_no.try_map(|number| rules::tracking_no(&number))?.apply(&mut after.tracking_no);
        patch.return_to.try_map(|place| text::token("/return_to", &place))?.apply(&mut after.return_to);
        if matches!(patch.expires_at, Patch::Set(at) if at <= tx.now()) {
            return Err(Error::invalid("/expires_at", "it would have expired already"));
        }
        patch.expires_at.apply(&mut after.expires_at);
        require_free_number(tx, &after)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            moves::write(tx, &mut after)?;
            moves::say(tx, "rma.updated", &after)
        })?;
        Ok(after)
    }

    /// Notes that the customer has sent the goods.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `conflict` for a number that another return has; `invalid_input` for a bad
    /// field or a time to come.
    pub fn ship(
        &self,
        id: ReturnId,
        carrier: Option<&str>,
        tracking_no: Option<&str>,
        at: Option<Timestamp>,
    ) -> Result<OrderReturn> {
        let tx = self.tx;
        let mut one = self.get(id)?;
        let at = at.unwrap_or(tx.now());
        if at > tx.now() {
            return Err(Error::invalid("/at", "what is sent later is not sent yet"));
        }
        one.carrier = carrier.map(rules::carrier).transpose()?.or(one.carrier);
        one.tracking_no = tracking_no.map(rules::tracking_no).transpose()?.or(one.tracking_no);
        require_free_number(tx, &one)?;
        one.sent_at = Some(at);
        tx.step(|| moves::go(tx, &mut one, ReturnState::InTransit, None))?;
        Ok(one)
    }

    /// Takes the report of a carrier, in whatever order reports arrive and however often: goods that came although the
    /// return had ended are taken as they are.
    ///
    /// # Errors
    /// `not_found` for a number that no return has; `conflict` when other returns hold the goods by now; `invalid_input`
    /// for a bad field.
    pub fn report(&self, report: &ReturnReport) -> Result<ReturnReported> {
        self.tx.step(|| report::report(self.tx, report))
    }

    /// Notes what has arrived: so much of these lines, or all that is missing.
    ///
    /// # Errors
    /// `not_found` for an unknown return or line; `not_allowed_transition`; `invalid_input` for more than was asked for.
    pub fn receive(&self, id: ReturnId, lines: &[ReturnReceipt], at: Option<Timestamp>) -> Result<OrderReturn> {
        let one = self.get(id)?;
        self.tx.step(|| decide::receive(self.tx, one, lines, at.unwrap_or(self.tx.now())))
    }

    /// Notes what was found: the condition of each line, and where it goes.
    ///
    /// # Errors
    /// `not_found` for an unknown return or line; `not_allowed_transition`.
    pub fn inspect(&self, id: ReturnId, findings: &[ReturnFinding]) -> Result<OrderReturn> {
        let one = self.get(id)?;
        self.tx.step(|| decide::inspect(self.tx, one, findings))
    }

    /// Decides how much is accepted: all that has arrived of lines that are not named. Accepted, partly accepted and
    /// rejected follow; the amount is exact from now on.
    ///
    /// # Errors
    /// `not_found` for an unknown return or line; `not_allowed_transition`; `invalid_input` for more than has arrived, a
    /// fee beyond the value, or a rejection without a reason.
    pub fn decide(&self, id: ReturnId, lines: &[ReturnAcceptance], reason: Option<&str>) -> Result<OrderReturn> {
        let one = self.get(id)?;
        self.tx.step(|| decide::decide(self.tx, one, lines, reason))
    }

    /// Gives the customer what was accepted: the money by a refund of the order; store credit; other goods, for which what
    /// was paid back pays as far as it goes; or a repair.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for fields of another resolution, other goods that cannot be
    /// ordered, or more shipping than is left; `limit` when nothing is left of what was paid; `blocked` for an exchange or
    /// repair of a customer to whom the shop sells, or gives, none.
    pub fn resolve(&self, how: &ReturnSettlement) -> Result<OrderReturn> {
        let one = self.get(how.id)?;
        self.tx.step(|| resolve::resolve(self.tx, one, how))
    }

    /// Notes that what was rejected went back to the customer.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`.
    pub fn return_to_customer(&self, id: ReturnId) -> Result<OrderReturn> {
        self.end(self.get(id)?, ReturnState::ReturnedToCustomer, None)
    }

    /// Closes a return of which nothing is left to do.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`.
    pub fn close(&self, id: ReturnId) -> Result<OrderReturn> {
        self.end(self.get(id)?, ReturnState::Closed, None)
    }
}

/// A number needs its carrier and belongs to one return.
fn require_free_number(tx: &ReadTransaction, one: &OrderReturn) -> Result<()> {
    match (&one.carrier, &one.tracking_no) {
        (None, Some(_)) => Err(Error::invalid("/carrier", "a number needs its carrier")),
        (Some(carrier), Some(number)) => match store::tracked(tx, carrier, number)? {
            Some(other) if other.id != one.id => {
                Err(Error::conflict("another return has this number").at("/tracking_no").existing(other.id))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Returns that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let what = [
        "lines of returns hold something else than their state says",
        "returns whose amounts do not add up",
        "lines of returns whose quantities or amounts contradict each other",
        "series of returns with a gap",
    ];
    let found = what.iter().zip(store::contradictions(tx)?).filter(|(_, count)| *count > 0);
    Ok(found.map(|(what, count)| format!("{count} {what}")).collect())
}
