//! Pure decisions about leads.

use super::{Lead, LeadLostReason, LeadPatch, LeadSettings, LeadSettingsPatch, LeadState, NewLead};
use crate::records::shop;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Result, Timestamp, ids, text};

const MAX_IDENTITIES: usize = 20;
const MAX_SKUS: usize = 100;
const MAX_SKU: usize = 128;
const MAX_EXTERNAL: usize = 256;
/// A year.
const MAX_MINUTES: u32 = 525_600;

/// The moves of a lead.
pub(crate) static MACHINE: Machine<LeadState> = {
    use LeadState::{Contacted, Converted, Junk, New, Nurturing, Qualified, Recycled, Unqualified};
    Machine::new(
        "lead",
        &[
            (New, &[Contacted, Qualified, Unqualified, Junk]),
            (Contacted, &[Nurturing, Qualified, Unqualified]),
            (Nurturing, &[Contacted, Qualified, Unqualified]),
            (Qualified, &[Converted, Nurturing, Unqualified]),
            (Unqualified, &[Recycled]),
            (Recycled, &[Contacted, Qualified, Unqualified]),
            (Converted, &[]),
            (Junk, &[]),
        ],
    )
};

/// Whether nobody works on a lead in this state.
pub(crate) fn is_ended(state: LeadState) -> bool {
    matches!(state, LeadState::Unqualified | LeadState::Converted | LeadState::Junk)
}

/// Whether a lead can get into this state only when somebody has responded.
pub(crate) fn is_response(state: LeadState) -> bool {
    matches!(state, LeadState::Contacted | LeadState::Qualified)
}

/// What the world is told of a move.
pub(crate) fn event_of(to: LeadState) -> &'static str {
    match to {
        LeadState::New => "lead.created",
        LeadState::Contacted => "lead.contacted",
        LeadState::Nurturing => "lead.nurtured",
        LeadState::Qualified => "lead.qualified",
        LeadState::Unqualified => "lead.disqualified",
        LeadState::Recycled => "lead.recycled",
        LeadState::Converted => "lead.converted",
        LeadState::Junk => "lead.junked",
    }
}

/// The lead with clean text, or why it is refused; identities are cleaned where they are looked up.
pub(crate) fn clean(new: NewLead) -> Result<NewLead> {
    ids::require_row_id("/owner_id", new.owner_id.map(i64::from))?;
    require_few("/identities", new.identities.len(), MAX_IDENTITIES)?;
    if new.external_id.is_some() && new.system.is_none() {
        return Err(Error::invalid("/system", "an external id needs the system that it belongs to"));
    }
    let new = NewLead {
        name: text::optional_name("/name", new.name.as_deref())?,
        company: text::optional_name("/company", new.company.as_deref())?,
        skus: clean_skus(new.skus)?,
        territory: text::optional_name("/territory", new.territory.as_deref())?,
        country: new.country.map(clean_country).transpose()?,
        language: new.language.map(clean_language).transpose()?,
        note: text::optional_note("/note", new.note.as_deref())?,
        system: new.system.map(|system| text::token("/system", &system)).transpose()?,
        external_id: new.external_id.map(|id| text::key("/external_id", &id, MAX_EXTERNAL)).transpose()?,
        ..new
    };
    let is_somebody =
        new.name.is_some() || new.company.is_some() || new.customer_id.is_some() || !new.identities.is_empty();
    if !is_somebody {
        return Err(Error::invalid("/name", "a lead needs a name, a company, an identity or a customer"));
    }
    Ok(new)
}

fn clean_skus(skus: Vec<String>) -> Result<Vec<String>> {
    require_few("/skus", skus.len(), MAX_SKUS)?;
    let mut clean: Vec<String> = Vec::with_capacity(skus.len());
    for (at, sku) in skus.iter().enumerate() {
        let sku = text::key(&format!("/skus/{at}"), sku, MAX_SKU)?;
        if !clean.contains(&sku) {
            clean.push(sku);
        }
    }
    Ok(clean)
}

fn clean_country(country: String) -> Result<String> {
    shop::require_region(&country).map_err(|error| error.at("/country"))?;
    Ok(country)
}

fn clean_language(language: String) -> Result<String> {
    shop::require_language(&language)?;
    Ok(language)
}

fn require_few(path: &str, count: usize, most: usize) -> Result<()> {
    if count > most {
        return Err(Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(path));
    }
    Ok(())
}

/// Whether a report is older than the one that is stored; only reports that say when they were made can be.
pub(crate) fn is_outdated(known: &Lead, reported: Option<Timestamp>) -> bool {
    matches!((known.host_updated_at, reported), (Some(stored), Some(reported)) if reported < stored)
}

/// The known lead brought to what is reported now: what is absent or empty in the report stays.
pub(crate) fn reported(known: &Lead, new: NewLead) -> Lead {
    let or_known = |given: Vec<String>, known: &Vec<String>| if given.is_empty() { known.clone() } else { given };
    Lead {
        source: new.source,
        name: new.name.or_else(|| known.name.clone()),
        company: new.company.or_else(|| known.company.clone()),
        employees: new.employees.or(known.employees),
        identities: if new.identities.is_empty() { known.identities.clone() } else { new.identities },
        customer_id: new.customer_id.or(known.customer_id),
        skus: or_known(new.skus, &known.skus),
        territory: new.territory.or_else(|| known.territory.clone()),
        country: new.country.or_else(|| known.country.clone()),
        language: new.language.or_else(|| known.language.clone()),
        note: new.note.or_else(|| known.note.clone()),
        owner_id: new.owner_id.or(known.owner_id),
        rule_id: known.rule_id.filter(|_| new.owner_id.is_none_or(|owner| known.owner_id == Some(owner))),
        captured_at: new.at.unwrap_or(known.captured_at),
        host_updated_at: new.updated_at.or(known.host_updated_at),
        ..known.clone()
    }
}

/// The lead after a change of its fields; customer and identities are settled where they are looked up.
pub(crate) fn patched(known: &Lead, patch: LeadPatch) -> Result<Lead> {
    let mut after = known.clone();
    after.source = patch.source.unwrap_or(after.source);
    patch.name.cleaned(|name| text::optional_name("/name", Some(name)))?.apply(&mut after.name);
    patch.company.cleaned(|name| text::optional_name("/company", Some(name)))?.apply(&mut after.company);
    patch.employees.apply(&mut after.employees);
    if let Some(skus) = patch.skus {
        after.skus = clean_skus(skus)?;
    }
    if let Some(identities) = patch.identities {
        require_few("/identities", identities.len(), MAX_IDENTITIES)?;
        after.identities = identities;
    }
    patch.territory.cleaned(|name| text::optional_name("/territory", Some(name)))?.apply(&mut after.territory);
    patch.country.try_map(clean_country)?.apply(&mut after.country);
    patch.language.try_map(clean_language)?.apply(&mut after.language);
    patch.note.cleaned(|note| text::optional_note("/note", Some(note)))?.apply(&mut after.note);
    let is_somebody = after.name.is_some()
        || after.company.is_some()
        || after.customer_id.or(patch.customer_id).is_some()
        || !after.identities.is_empty();
    if !is_somebody {
        return Err(Error::invalid("/name", "a lead needs a name, a company, an identity or a customer"));
    }
    Ok(after)
}

/// The names of the fields that differ, for the journal; when a host says that it last changed is none of them.
pub(crate) fn changed_fields(before: &Lead, after: &Lead) -> Vec<&'static str> {
    let pairs = [
        ("source", before.source != after.source),
        ("name", before.name != after.name),
        ("company", before.company != after.company),
        ("employees", before.employees != after.employees),
        ("identities", before.identities != after.identities),
        ("customer_id", before.customer_id != after.customer_id),
        ("skus", before.skus != after.skus),
        ("territory", before.territory != after.territory),
        ("country", before.country != after.country),
        ("language", before.language != after.language),
        ("note", before.note != after.note),
        ("owner_id", before.owner_id != after.owner_id),
        ("at", before.captured_at != after.captured_at),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

/// The reason of a move: an unqualified lead needs one of its own, other moves may have a token.
pub(crate) fn reason_of(to: LeadState, lost: Option<LeadLostReason>, reason: Option<&str>) -> Result<Option<String>> {
    match (to, lost) {
        (LeadState::Unqualified, None) => {
            let reasons = LeadLostReason::ALL.iter().map(|reason| reason.token());
            Err(Error::invalid("/lost_reason", "an unqualified lead needs a reason").allowed(reasons))
        }
        (LeadState::Unqualified, Some(_)) if reason.is_some() => {
            Err(Error::invalid("/reason", "the reason of an unqualified lead is its lost_reason"))
        }
        (LeadState::Unqualified, Some(lost)) => Ok(Some(lost.token().to_owned())),
        (_, Some(_)) => Err(Error::invalid("/lost_reason", "only an unqualified lead has such a reason")),
        (_, None) => reason.map(|reason| text::token("/reason", reason)).transpose(),
    }
}

/// The first response is due so many minutes after the lead came.
pub(crate) fn response_due(from: Timestamp, minutes: u32) -> Timestamp {
    from.plus_millis(i64::from(minutes) * 60_000)
}

/// The settings after a change.
pub(crate) fn configured(before: LeadSettings, patch: &LeadSettingsPatch) -> Result<LeadSettings> {
    let after = LeadSettings {
        response_minutes: patch.response_minutes.unwrap_or(before.response_minutes),
        stale_days: patch.stale_days.unwrap_or(before.stale_days),
        hot_score: patch.hot_score.unwrap_or(before.hot_score),
    };
    require_minutes(Some(after.response_minutes))?;
    if !(1..=365).contains(&after.stale_days) {
        return Err(Error::invalid("/stale_days", "a lead is stale after 1 to 365 days"));
    }
    if !(1..=100).contains(&after.hot_score) {
        return Err(Error::invalid("/hot_score", "a score is 1 to 100"));
    }
    Ok(after)
}

/// A time for the first response that can be kept.
pub(crate) fn require_minutes(minutes: Option<u32>) -> Result<()> {
    if minutes.is_some_and(|minutes| !(1..=MAX_MINUTES).contains(&minutes)) {
        return Err(Error::invalid("/response_minutes", "a response is due after 1 to 525,600 minutes"));
    }
    Ok(())
}
