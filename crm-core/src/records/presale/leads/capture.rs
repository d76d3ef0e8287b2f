//! Capturing leads: new ones are linked, scored, assigned and given a time for the answer; known ones are updated.

use super::desk::Desk;
use super::{Lead, LeadCount, LeadId, LeadState, Leads, MACHINE, NewLead, announce, announce_hot, change};
use super::{mark_hot, rescore, rules, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::{CustomerId, Error, ErrorCode, LeadRuleId, Result, StaffId};
use serde_json::json;

/// The most leads of one call.
const MAX_LEADS: usize = 100_000;

/// What became of one report.
enum Captured {
    Created { linked: bool, assigned: bool },
    Updated,
    Unchanged,
}

impl Leads<'_, WriteTransaction> {
    /// Records a lead, or updates the one that was reported before with the same system and external id. A customer who
    /// has one of its identities is linked; when no owner is given, the rules choose one, and otherwise it is the
    /// customer's own. A known lead keeps its owner unless another is given; then, and when it came at another time, the
    /// first response is due anew while nobody has responded. A report that says nothing new changes nothing, however
    /// late its `updated_at` is; earlier reports are outdated by it all the same.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `not_found` for an unknown customer.
    pub fn capture(&self, new: NewLead) -> Result<Lead> {
        let (id, _) = self.tx.step(|| capture_one(self.tx, &mut Desk::read(self.tx)?, new))?;
        self.get(id)
    }

    /// Records many leads, all or nothing; the journal gets one event for all of them.
    ///
    /// # Errors
    /// As [`capture`](Self::capture), with the position of the lead in the path; `limit` for more than 100,000.
    pub fn capture_many(&self, leads: Vec<NewLead>) -> Result<LeadCount> {
        let tx = self.tx;
        if leads.len() > MAX_LEADS {
            return Err(Error::new(ErrorCode::Limit, "at most 100,000 leads are captured at once").at("/leads"));
        }
        tx.step(|| {
            let count = tx.quietly(|| count_all(tx, leads))?;
            if count.created + count.updated > 0 {
                let payload = json!({ "created": count.created, "updated": count.updated });
                journal::append(tx, Entry::new("lead.many_captured").payload(payload))?;
            }
            Ok(count)
        })
    }
}

fn count_all(tx: &WriteTransaction, leads: Vec<NewLead>) -> Result<LeadCount> {
    let mut count = LeadCount::default();
    let mut desk = Desk::read(tx)?;
    for (at, new) in leads.into_iter().enumerate() {
        let (_, captured) = capture_one(tx, &mut desk, new).map_err(|error| error.under(format!("/leads/{at}")))?;
        match captured {
            Captured::Created { linked, assigned } => {
                count.created += 1;
                count.linked += u64::from(linked);
                count.assigned += u64::from(assigned);
            }
            Captured::Updated => count.updated += 1,
            Captured::Unchanged => count.unchanged += 1,
        }
    }
    Ok(count)
}

/// Records one report; the caller holds the step.
fn capture_one(tx: &WriteTransaction, desk: &mut Desk, new: NewLead) -> Result<(LeadId, Captured)> {
    let mut new = rules::clean(new)?;
    let named = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
    let named = named.map_err(|error| error.at("/customer_id"))?;
    let (identities, recognised) = customers::recognise_all(tx, &new.identities)?;
    new.identities = identities;
    let known = match (&new.system, &new.external_id) {
        (Some(system), Some(external)) => store::find_external(tx, system, external)?,
        _ => None,
    };
    let Some(known) = known else {
        let lead = create(tx, desk, new, named.or(recognised))?;
        let captured = Captured::Created { linked: lead.customer_id.is_some(), assigned: lead.owner_id.is_some() };
        return Ok((lead.id, captured));
    };
    if rules::is_outdated(&known, new.updated_at) || MACHINE.allowed(known.state).is_empty() {
        return Ok((known.id, Captured::Unchanged));
    }
    let mut after = rules::reported(&known, new);
    after.customer_id = named.or(known.customer_id).or(recognised);
    let Some(after) = change(tx, &known, after)? else {
        return Ok((known.id, Captured::Unchanged));
    };
    if after.ended_at.is_none() {
        desk.moved(known.owner_id, after.owner_id);
    }
    Ok((known.id, Captured::Updated))
}

fn create(tx: &WriteTransaction, desk: &mut Desk, new: NewLead, customer: Option<CustomerId>) -> Result<Lead> {
    let captured_at = new.at.unwrap_or(tx.now());
    let mut lead = Lead {
        id: LeadId(0),
        customer_id: customer,
        state: LeadState::New,
        source: new.source,
        name: new.name,
        company: new.company,
        employees: new.employees,
        identities: new.identities,
        skus: new.skus,
        territory: new.territory,
        country: new.country,
        language: new.language,
        note: new.note,
        owner_id: new.owner_id,
        rule_id: None,
        score: 0,
        scored_at: tx.now(),
        look_at: None,
        hot_at: None,
        lost_reason: None,
        captured_at,
        sla_due_at: None,
        responded_at: None,
        overdue_at: None,
        active_at: captured_at,
        changed_at: tx.now(),
        stale_at: None,
        opportunity_id: None,
        converted_at: None,
        ended_at: None,
        system: new.system,
        external_id: new.external_id,
        host_updated_at: new.updated_at,
        recorded_at: tx.now(),
        updated_at: tx.now(),
    };
    rescore(tx, &mut lead)?;
    let mut minutes = None;
    if lead.owner_id.is_none() {
        (lead.owner_id, lead.rule_id, minutes) = owner_of(tx, desk, &lead)?;
    }
    let minutes = minutes.map_or_else(|| store::settings(tx).map(|settings| settings.response_minutes), Ok)?;
    lead.sla_due_at = Some(rules::response_due(captured_at, minutes));
    desk.moved(None, lead.owner_id);
    let is_hot = mark_hot(tx, &mut lead)?;
    lead.id = store::insert(tx, &lead, journal::next_seq(tx)?)?;
    journal::begin(tx, &MACHINE, (lead.id.0, lead.customer_id), lead.state)?;
    if let Some(customer) = lead.customer_id {
        // A lead that is reported late may have been answered already: the reaction sees to that.
        tx.touch(customer, Touch::PRESALE.and(Touch::CONTACTS));
    }
    let payload = json!({
        "source": lead.source, "owner_id": lead.owner_id, "rule_id": lead.rule_id, "score": lead.score,
        "sla_due_at": lead.sla_due_at,
    });
    announce(tx, "lead.created", &lead, payload)?;
    if is_hot {
        announce_hot(tx, &lead)?;
    }
    Ok(lead)
}

/// Who gets a lead for which nobody was named, by which rule, and the rule's own time for the answer.
fn owner_of(
    tx: &WriteTransaction,
    desk: &mut Desk,
    lead: &Lead,
) -> Result<(Option<StaffId>, Option<LeadRuleId>, Option<u32>)> {
    if let Some(choice) = desk.assign(tx, lead)? {
        return Ok((Some(choice.owner), Some(choice.rule_id), choice.minutes));
    }
    match lead.customer_id {
        Some(customer) => Ok((tx.customers().get(customer)?.owner_id, None, None)),
        None => Ok((None, None, None)),
    }
}
