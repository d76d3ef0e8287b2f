//! Leads: people who may want to buy.
//!
//! Owns every lead, from whatever source, with the rules that give it to somebody and the time until which it is to be
//! answered. Promises that the same (system, external id) is the same lead, however often it is reported; that a lead
//! of a known customer is linked to that customer; that its score is a sum that explains itself; and that nothing is
//! lost when it becomes a customer. Refuses to be a second customer record: what a lead has bought, agreed to or
//! complained about belongs to the customer.

mod assign;
mod capture;
mod convert;
mod desk;
mod due;
mod model;
mod rules;
mod score;
mod store;

#[cfg(test)]
mod tests;

pub use assign::{LeadAssignment, LeadCondition, LeadRule, LeadRuleKind, LeadRulePatch, LeadRuleVerdict, NewLeadRule};
pub use convert::{LeadConversion, LeadDeal};
pub use model::{
    Lead, LeadCount, LeadFilter, LeadLostReason, LeadPatch, LeadSettings, LeadSettingsPatch, LeadSource, LeadState,
    NewLead,
};
pub use score::{LeadScore, LeadScoreKind, LeadScorePart};

pub(crate) use assign::transfer_rules;
pub(crate) use due::{compare, react, tick};

use crate::db::{ReadTransaction, Reading, Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, interactions};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, LeadId, Page, Result, StaffId, Timestamp, ids, text};
use desk::Desk;
use rules::MACHINE;
use serde_json::{Value, json};

room! {
    /// People who may want to buy.
    Leads, leads
}

customer_rows! { CUSTOMER_ROWS, "crm_lead", moving "lead" }

impl<T: Reading> Leads<'_, T> {
    /// One lead.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: LeadId) -> Result<Lead> {
        get(self.tx.reader(), id)
    }

    /// Leads, the newest first, page by page; open ones unless a state is named.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page or identity.
    pub fn list(&self, filter: &LeadFilter) -> Result<Page<Lead>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        if let Some(identity) = &filter.identity {
            filter.identity = Some(customers::recognise(tx, identity).map_err(|error| error.under("/identity"))?.0);
        }
        filter.territory = text::optional_name("/territory", filter.territory.as_deref())?;
        let listing = filter.page.of("leads", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing, tx.now())?, store::key))
    }

    /// The score of a lead now, and the points that add up to it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn explain_score(&self, id: LeadId) -> Result<LeadScore> {
        let tx = self.tx.reader();
        let lead = get(tx, id)?;
        let parts = score::parts(&lead, contacts(tx, &lead)?, tx.now());
        let score = score::total(&parts);
        Ok(LeadScore { lead_id: id, score, hot: score >= store::settings(tx)?.hot_score, at: tx.now(), parts })
    }

    /// How the shop handles leads.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<LeadSettings> {
        store::settings(self.tx.reader())
    }
}

impl Leads<'_, WriteTransaction> {
    /// Changes how the shop handles leads; the settings afterwards.
    ///
    /// # Errors
    /// `invalid_input` for a number out of its range.
    pub fn configure(&self, patch: &LeadSettingsPatch) -> Result<LeadSettings> {
        let tx = self.tx;
        let before = store::settings(tx)?;
        let after = rules::configured(before, patch)?;
        if after != before {
            tx.step(|| {
                store::save_settings(tx, after)?;
                journal::append(tx, Entry::new("lead_setting.updated").payload(json!(after))).map(drop)
            })?;
        }
        Ok(after)
    }

    /// Changes what is known of a lead.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is converted or junk; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: LeadId, patch: LeadPatch) -> Result<Lead> {
        let tx = self.tx;
        let known = self.get(id)?;
        if MACHINE.allowed(known.state).is_empty() {
            return Err(Error::conflict(format!("the lead is {}", known.state)).existing(id));
        }
        let named = patch.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let named = named.map_err(|error| error.at("/customer_id"))?;
        let mut after = rules::patched(&known, patch)?;
        let (identities, owner) = customers::recognise_all(tx, &after.identities)?;
        after.identities = identities;
        after.customer_id = named.or(known.customer_id).or(owner);
        tx.step(|| Ok(change(tx, &known, after)?.unwrap_or(known)))
    }

    /// Gives a lead to a member of the staff, or to whom the rules choose when nobody is named. While nobody has responded,
    /// the first response is due by the rule that chose, or by the shop's own time.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a lead that is over, or when no rule fits; `invalid_input` for a bad id.
    pub fn assign(&self, id: LeadId, owner: Option<StaffId>) -> Result<Lead> {
        let tx = self.tx;
        ids::require_row_id("/owner_id", owner.map(i64::from))?;
        let known = self.get(id)?;
        if known.ended_at.is_some() {
            return Err(Error::conflict(format!("the lead is {}", known.state)).existing(id));
        }
        tx.step(|| {
            let (owner, rule_id) = match owner {
                Some(owner) => (owner, None),
                None => {
                    let choice = Desk::read(tx)?.assign(tx, &known)?.ok_or_else(|| {
                        Error::conflict("no rule fits this lead").hint("name an owner_id, or look at leads.list_rules")
                    })?;
                    (choice.owner, Some(choice.rule_id))
                }
            };
            let mut after = Lead { owner_id: Some(owner), rule_id, ..known.clone() };
            if (after.owner_id, after.rule_id) == (known.owner_id, known.rule_id) {
                return Ok(known.clone());
            }
            move_due(tx, &known, &mut after)?;
            refresh(tx, &mut after)?;
            let payload = json!({ "from": known.owner_id, "owner_id": owner, "rule_id": rule_id });
            write(tx, &known, &mut after, "lead.assigned", payload)?;
            Ok(after)
        })
    }

    /// Takes a lead to another state; `lost` is the reason of one that is unqualified, `reason` a token for other moves.
    /// A lead that is contacted or qualified has had its first response; a recycled one is to be answered anew.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a missing or bad
    /// reason, and for `converted`, which [`convert`](Self::convert) does.
    pub fn set_state(
        &self,
        id: LeadId,
        to: LeadState,
        lost: Option<LeadLostReason>,
        reason: Option<&str>,
    ) -> Result<Lead> {
        let tx = self.tx;
        let known = self.get(id)?;
        MACHINE.require(known.state, to)?;
        if to == LeadState::Converted {
            return Err(
                Error::invalid("/state", "a lead is converted together with its customer").hint("use leads.convert")
            );
        }
        let reason = rules::reason_of(to, lost, reason)?;
        tx.step(|| {
            let mut after = known.clone();
            if to == LeadState::Recycled {
                after.sla_due_at = Some(rules::response_due(tx.now(), minutes(tx, &known)?));
                (after.responded_at, after.overdue_at) = (None, None);
                if after.customer_id.is_none() {
                    after.customer_id = customers::recognise_all(tx, &after.identities)?.1;
                }
            }
            after.lost_reason = lost;
            enter(tx, &mut after, to, reason.as_deref())?;
            after.active_at = tx.now();
            refresh(tx, &mut after)?;
            let payload = json!({ "from": known.state, "lost_reason": lost, "reason": reason, "score": after.score });
            write(tx, &known, &mut after, rules::event_of(to), payload)?;
            Ok(after)
        })
    }
}

/// One lead, for the rooms above.
pub(crate) fn get(tx: &ReadTransaction, id: LeadId) -> Result<Lead> {
    store::get(tx, id)?.or_not_found(LeadId::WHAT, id)
}

/// Whether a customer has an open lead.
pub(crate) fn has_open(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    store::has_open(tx, customer)
}

/// The newest open leads of a customer, for the view.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Lead>> {
    store::newest_open_of(tx, customer, rows)
}

/// Gives the open leads of one member of the staff to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    store::transfer(tx, from, to, journal::next_seq(tx)?)
}

/// How many contacts count for a lead: those of its customer since it came, or those of callers with its identities.
// Contacts of callers whom nobody knows touch no customer, so that they count from the next change or look on.
fn contacts(tx: &ReadTransaction, lead: &Lead) -> Result<u32> {
    if let Some(customer) = lead.customer_id {
        return Ok(interactions::since(tx, customer, lead.captured_at, lead.captured_at)?.count);
    }
    let mut count = 0_u32;
    for identity in &lead.identities {
        count = count.saturating_add(interactions::unattached_since(tx, identity, lead.captured_at)?);
    }
    Ok(count)
}

/// Minutes to the first response: those of the rule that assigned the lead, or of the shop.
fn minutes(tx: &ReadTransaction, lead: &Lead) -> Result<u32> {
    let rule = lead.rule_id.map(|rule| store::rule(tx, rule)).transpose()?.flatten();
    match rule.and_then(|rule| rule.response_minutes) {
        Some(minutes) => Ok(minutes),
        None => Ok(store::settings(tx)?.response_minutes),
    }
}

/// When a recycled lead was recycled: it is to be answered anew from then on.
fn recycled_at(tx: &ReadTransaction, lead: &Lead) -> Result<Option<Timestamp>> {
    match lead.state {
        LeadState::Recycled => Ok(journal::last_stage_of(tx, MACHINE.entity(), lead.id.0)?.map(|(_, at)| at)),
        _ => Ok(None),
    }
}

/// The first response is due so many minutes after the lead came (or was recycled) as the rule that assigned it says, or
/// the shop: it moves when another rule, or none, holds or the lead came at another time, as long as it is still awaited.
/// A response that is due later than now is not overdue any more.
fn move_due(tx: &ReadTransaction, known: &Lead, after: &mut Lead) -> Result<()> {
    let is_awaited = after.responded_at.is_none() && after.ended_at.is_none();
    if !is_awaited || (known.rule_id, known.captured_at) == (after.rule_id, after.captured_at) {
        return Ok(());
    }
    let from = recycled_at(tx, known)?.unwrap_or(after.captured_at);
    let due = rules::response_due(from, minutes(tx, after)?);
    after.sla_due_at = Some(due);
    after.overdue_at = after.overdue_at.filter(|_| due <= tx.now());
    Ok(())
}

/// Stores a change of fields with its event; nothing when nothing changes. That a host reports the same again is no
/// change: only the time of the report is kept, so that earlier ones are outdated.
fn change(tx: &WriteTransaction, known: &Lead, mut after: Lead) -> Result<Option<Lead>> {
    let fields = rules::changed_fields(known, &after);
    if fields.is_empty() {
        if known.host_updated_at != after.host_updated_at {
            let seen = Lead { host_updated_at: after.host_updated_at, ..known.clone() };
            store::update(tx, known, &seen, journal::next_seq(tx)?)?;
        }
        return Ok(None);
    }
    move_due(tx, known, &mut after)?;
    refresh(tx, &mut after)?;
    let payload = json!({ "fields": fields, "score": after.score });
    write(tx, known, &mut after, "lead.updated", payload)?;
    Ok(Some(after))
}

/// Takes a lead to a state in memory and logs the move; the caller stores it.
fn enter(tx: &WriteTransaction, lead: &mut Lead, to: LeadState, reason: Option<&str>) -> Result<()> {
    journal::go(tx, &MACHINE, (lead.id.0, lead.customer_id), (lead.state, to), reason)?;
    lead.state = to;
    lead.ended_at = rules::is_ended(to).then(|| tx.now());
    if rules::is_response(to) {
        lead.responded_at = lead.responded_at.or(Some(tx.now()));
    }
    Ok(())
}

/// Notes that something about a lead changed now: it is not stale any more, and its score is worked out anew.
fn refresh(tx: &WriteTransaction, lead: &mut Lead) -> Result<()> {
    (lead.changed_at, lead.stale_at) = (tx.now(), None);
    rescore(tx, lead)
}

/// Works the score out as of now.
fn rescore(tx: &WriteTransaction, lead: &mut Lead) -> Result<()> {
    let contacts = contacts(tx, lead)?;
    score_by(tx, lead, contacts);
    Ok(())
}

/// The same for somebody who knows how many contacts count.
fn score_by(tx: &WriteTransaction, lead: &mut Lead, contacts: u32) {
    lead.score = score::total(&score::parts(lead, contacts, tx.now()));
    lead.scored_at = tx.now();
    let is_open = lead.ended_at.is_none();
    lead.look_at = score::next_look(lead.active_at, tx.now()).filter(|_| is_open);
}

/// Stores a changed lead with its event, tells of a score that reached the mark, and lets log and customers follow.
fn write(tx: &WriteTransaction, before: &Lead, after: &mut Lead, event: &'static str, payload: Value) -> Result<()> {
    let became_hot = mark_hot(tx, after)?;
    after.updated_at = tx.now();
    store::update(tx, before, after, journal::next_seq(tx)?)?;
    if let Some(customer) = after.customer_id.filter(|customer| before.customer_id != Some(*customer)) {
        journal::follow(tx, MACHINE.entity(), after.id.0, customer)?;
        // The customer may have been answered already: the reaction sees to that.
        tx.touch(customer, Touch::CONTACTS);
    }
    for customer in [before.customer_id, after.customer_id].into_iter().flatten() {
        tx.touch(customer, Touch::PRESALE);
    }
    announce(tx, event, after, payload)?;
    if became_hot { announce_hot(tx, after) } else { Ok(()) }
}

/// Marks an open lead whose score has reached the shop's mark for the first time; whether it has.
fn mark_hot(tx: &WriteTransaction, lead: &mut Lead) -> Result<bool> {
    let becomes_hot = lead.hot_at.is_none() && lead.ended_at.is_none() && lead.score >= store::settings(tx)?.hot_score;
    if becomes_hot {
        lead.hot_at = Some(tx.now());
    }
    Ok(becomes_hot)
}

fn announce_hot(tx: &WriteTransaction, lead: &Lead) -> Result<()> {
    announce(tx, "lead.hot", lead, json!({ "score": lead.score, "owner_id": lead.owner_id }))
}

fn announce(tx: &WriteTransaction, name: &'static str, lead: &Lead, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(lead.customer_id).entity("lead", lead.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
