//! How promising a lead is: points for what is known of it, as a pure function that explains itself.

use super::{Lead, LeadSource};
use crate::records::customers::IdentityKind;
use crate::vocabulary::{LeadId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What gives points.
    pub enum LeadScoreKind("part of a lead score") {
        /// How it came, at most 20.
        Source = "source",
        /// How the person can be reached: 8 for a mail address, 8 for a phone number, 4 for anything else.
        Identities = "identities",
        /// What is known of the person: 4 for a name, 4 for a company, 2 for a territory or country.
        Profile = "profile",
        /// 5 for each article of interest, at most 15.
        Interest = "interest",
        /// 4 for each contact since it came, at most 20.
        Contacts = "contacts",
        /// 2 from one employee on, 4 from 10, 7 from 100, 10 from 1,000.
        CompanySize = "company_size",
        /// 5 within a day of the last sign of life, 4 within 7 days, 2 within 30.
        Recency = "recency",
    }
}

/// The points for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadScorePart {
    /// What gives them.
    pub part: LeadScoreKind,
    /// How many.
    pub points: u8,
    /// How many it could give.
    pub most: u8,
    /// The fact behind them: a token or a number, never personal.
    pub fact: String,
}

/// A score and the points that add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadScore {
    /// The lead.
    pub lead_id: LeadId,
    /// The sum, 0 to 100.
    pub score: u8,
    /// Whether it reaches the shop's mark for hot leads.
    pub hot: bool,
    /// The instant for which it was worked out.
    pub at: Timestamp,
    /// All parts, those without points too.
    pub parts: Vec<LeadScorePart>,
}

/// The highest score.
pub(crate) const MAX: u8 = 100;
const DAY: i64 = 86_400_000;
/// Up to which age in days a sign of life gives how many points.
const RECENCY: [(i64, u8); 3] = [(1, 5), (7, 4), (30, 2)];

/// The parts of the score of a lead with a number of contacts, at an instant.
pub(crate) fn parts(lead: &Lead, contacts: u32, at: Timestamp) -> Vec<LeadScorePart> {
    let part = |part, (points, fact), most| LeadScorePart { part, points, most, fact };
    vec![
        part(LeadScoreKind::Source, (of_source(lead.source), lead.source.to_string()), 20),
        part(LeadScoreKind::Identities, of_identities(lead), 20),
        part(LeadScoreKind::Profile, of_profile(lead), 10),
        part(LeadScoreKind::Interest, (times(5, lead.skus.len(), 15), lead.skus.len().to_string()), 15),
        part(LeadScoreKind::Contacts, (times(4, contacts as usize, 20), contacts.to_string()), 20),
        part(LeadScoreKind::CompanySize, of_size(lead.employees), 10),
        part(LeadScoreKind::Recency, of_age(lead.active_at, at), 5),
    ]
}

/// The sum of the parts.
pub(crate) fn total(parts: &[LeadScorePart]) -> u8 {
    parts.iter().map(|part| part.points).sum()
}

/// When time alone takes the next points away.
pub(crate) fn next_look(active: Timestamp, at: Timestamp) -> Option<Timestamp> {
    RECENCY.iter().map(|(days, _)| active.plus_days(*days)).find(|boundary| *boundary > at)
}

fn of_source(source: LeadSource) -> u8 {
    match source {
        LeadSource::Referral => 20,
        LeadSource::Partner => 18,
        LeadSource::Call | LeadSource::Cart => 16,
        LeadSource::Chat | LeadSource::WebForm => 14,
        LeadSource::Email | LeadSource::Event => 12,
        LeadSource::Campaign => 10,
        LeadSource::Social | LeadSource::Survey | LeadSource::Forum => 8,
        LeadSource::Import | LeadSource::Other => 4,
    }
}

fn of_identities(lead: &Lead) -> (u8, String) {
    let has = |wanted: fn(IdentityKind) -> bool| lead.identities.iter().any(|one| wanted(one.kind));
    let points = [
        (has(|kind| kind == IdentityKind::Email), 8),
        (has(|kind| kind == IdentityKind::Phone), 8),
        (has(|kind| !matches!(kind, IdentityKind::Email | IdentityKind::Phone)), 4),
    ];
    (points.iter().filter(|(has, _)| *has).map(|(_, points)| points).sum(), lead.identities.len().to_string())
}

fn of_profile(lead: &Lead) -> (u8, String) {
    let known = [
        ("name", lead.name.is_some(), 4),
        ("company", lead.company.is_some(), 4),
        ("place", lead.territory.is_some() || lead.country.is_some(), 2),
    ];
    let known: Vec<_> = known.into_iter().filter(|(_, has, _)| *has).collect();
    let names: Vec<&str> = known.iter().map(|(name, _, _)| *name).collect();
    (known.iter().map(|(_, _, points)| points).sum(), names.join(", "))
}

fn of_size(employees: Option<u32>) -> (u8, String) {
    let points = match employees.unwrap_or(0) {
        0 => 0,
        1..=9 => 2,
        10..=99 => 4,
        100..=999 => 7,
        _ => 10,
    };
    (points, employees.map_or_else(|| "unknown".to_owned(), |number| number.to_string()))
}

fn of_age(active: Timestamp, at: Timestamp) -> (u8, String) {
    let millis = at.millis().saturating_sub(active.millis()).max(0);
    let points = RECENCY.iter().find(|(days, _)| millis < days * DAY).map_or(0, |(_, points)| *points);
    (points, (millis / DAY).to_string())
}

/// So many points each, up to a limit.
fn times(each: usize, count: usize, most: u8) -> u8 {
    u8::try_from(count.saturating_mul(each)).map_or(most, |points| points.min(most))
}
