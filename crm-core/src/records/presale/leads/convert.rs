//! Converting a lead: its customer, its history and its opportunity in one step.

use super::{Lead, LeadId, LeadState, Leads, MACHINE, enter, rescore, rules, write};
use crate::db::WriteTransaction;
use crate::records::customers::{self, CustomerKind, MatchPolicy, NewCustomer, UpsertOutcome};
use crate::records::interactions;
use crate::records::presale::opportunities::NewOpportunity;
use crate::vocabulary::{Currency, CustomerId, Date, Error, Money, OpportunityId, Result, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The opportunity that a lead becomes, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadDeal {
    /// Its name; the lead's name or company by default.
    pub name: Option<String>,
    /// What it may bring, not negative.
    pub amount: Option<Money>,
    /// The currency of an amount that is not known yet; the shop's by default.
    pub currency: Option<Currency>,
    /// When it may close.
    pub expected_close: Option<Date>,
}

/// What a lead became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadConversion {
    /// The lead, converted.
    pub lead: Lead,
    /// The customer who it is.
    pub customer_id: CustomerId,
    /// Whether the customer is new.
    pub customer_created: bool,
    /// The opportunity; null when none was wanted.
    pub opportunity_id: Option<OpportunityId>,
    /// Contacts of callers with the lead's identities that belong to the customer now.
    pub interactions: u64,
}

impl Leads<'_, WriteTransaction> {
    /// Makes a qualified lead a customer, found by its identities or new, with an opportunity if a deal is given. The
    /// lead's moves and the contacts that came by its identities belong to the customer from then on.
    ///
    /// # Errors
    /// `not_found` for an unknown lead or customer; `not_allowed_transition` for a lead that is not qualified;
    /// `invalid_input` for a bad field; `blocked` for an opportunity of a customer to whom the shop sells nothing. Without
    /// an opportunity the conversion only tells who the lead is, which no block forbids.
    pub fn convert(&self, id: LeadId, customer: Option<CustomerId>, deal: Option<LeadDeal>) -> Result<LeadConversion> {
        let tx = self.tx;
        let known = self.get(id)?;
        MACHINE.require(known.state, LeadState::Converted)?;
        let deal = deal.map(clean).transpose()?;
        let named = customer.map(|customer| customers::require(tx, customer)).transpose();
        let named = named.map_err(|error| error.at("/customer_id"))?;
        tx.step(|| {
            let (customer, created) = customer_of(tx, &known, named.or(known.customer_id))?;
            if deal.is_some() {
                customers::require_sellable(tx, customer).map_err(|error| {
                    error.hint("lift the block with customers.unblock, or convert the lead without an opportunity")
                })?;
            }
            let mut lead = Lead { customer_id: Some(customer), ..known.clone() };
            let interactions = attach_contacts(tx, &lead, customer)?;
            enter(tx, &mut lead, LeadState::Converted, None)?;
            lead.converted_at = Some(tx.now());
            (lead.changed_at, lead.stale_at) = (tx.now(), None);
            rescore(tx, &mut lead)?;
            lead.opportunity_id = match &deal {
                Some(deal) => open_opportunity(tx, customer, &lead, deal)?,
                None => None,
            };
            let payload = json!({
                "customer_id": customer, "customer_created": created, "opportunity_id": lead.opportunity_id,
                "interactions": interactions,
            });
            write(tx, &known, &mut lead, rules::event_of(LeadState::Converted), payload)?;
            let opportunity_id = lead.opportunity_id;
            Ok(LeadConversion { lead, customer_id: customer, customer_created: created, opportunity_id, interactions })
        })
    }
}

fn clean(deal: LeadDeal) -> Result<LeadDeal> {
    if deal.amount.is_some_and(|amount| amount.minor < 0) {
        return Err(Error::invalid("/opportunity/amount", "an amount is not negative"));
    }
    Ok(LeadDeal { name: text::optional_name("/opportunity/name", deal.name.as_deref())?, ..deal })
}

/// Opens the opportunity that a lead becomes.
fn open_opportunity(
    tx: &WriteTransaction,
    customer: CustomerId,
    lead: &Lead,
    deal: &LeadDeal,
) -> Result<Option<OpportunityId>> {
    let name = deal.name.clone().or_else(|| lead.name.clone()).or_else(|| lead.company.clone());
    let opportunity = NewOpportunity {
        amount: deal.amount,
        currency: deal.currency,
        expected_close: deal.expected_close,
        owner_id: lead.owner_id,
        source: Some(lead.source.token().to_owned()),
        need: lead.note.clone(),
        ..NewOpportunity::new(customer, name.unwrap_or_else(|| format!("Lead {}", lead.id)))
    };
    let made = tx.opportunities().create(opportunity).map_err(|error| error.under("/opportunity"))?;
    Ok(Some(made.id))
}

/// The customer who a lead is: the known one with what the lead adds, one who has its identities, or a new one; and
/// whether it is new.
fn customer_of(tx: &WriteTransaction, lead: &Lead, known: Option<CustomerId>) -> Result<(CustomerId, bool)> {
    let Some(customer) = known else {
        let is_company = lead.name.is_none() && lead.company.is_some();
        let new = NewCustomer {
            kind: if is_company { CustomerKind::Company } else { CustomerKind::Person },
            name: lead.name.clone().or_else(|| lead.company.clone()),
            identities: lead.identities.clone(),
            language: lead.language.clone(),
            country: lead.country.clone(),
            owner_id: lead.owner_id,
            first_seen_at: Some(lead.captured_at),
            ..NewCustomer::default()
        };
        let made = tx.customers().upsert(new, MatchPolicy::Merge)?;
        return Ok((made.customer.id, made.outcome == UpsertOutcome::Created));
    };
    for identity in &lead.identities {
        if customers::recognise(tx, identity)?.1.is_none() {
            tx.customers().add_identity(customer, identity)?;
        }
    }
    if lead.owner_id.is_some() && tx.customers().get(customer)?.owner_id.is_none() {
        tx.customers().set_owner(customer, lead.owner_id)?;
    }
    Ok((customer, false))
}

/// Gives the contacts of callers with the lead's identities to the customer; how many.
fn attach_contacts(tx: &WriteTransaction, lead: &Lead, customer: CustomerId) -> Result<u64> {
    let mut attached = 0;
    for identity in &lead.identities {
        // Another customer may have the identity meanwhile; its callers are not this one.
        let is_own = customers::recognise(tx, identity)?.1 == Some(customer);
        if let Some(first) = interactions::unattached_of(tx, identity)?.first().filter(|_| is_own) {
            attached += tx.interactions().attach(*first, customer, true)? as u64;
        }
    }
    Ok(attached)
}
