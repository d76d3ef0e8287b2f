//! Technicians: what they know, where they work, and when they have time.

use super::store;
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::aftersale::parts::main_place;
use crate::records::tasks::appointments::SlotRequest;
use crate::vocabulary::{Error, ErrorCode, Result, StaffId, Timestamp, ids, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

room! {
    /// Who does the service, and when they have time.
    Technicians, technicians
}

const MAX_TOKENS: usize = 100;
const MAX_TECHNICIANS: usize = 1_000;
/// The most times that one answer names.
const MAX_SLOTS: usize = 1_000;

/// Somebody of the staff who does service. When they work is said with `appointments.set_hours`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Technician {
    /// Who.
    pub staff_id: StaffId,
    /// What they know, as tokens such as `gas`, at most 100.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Where they work, as tokens, at most 100; everywhere when there is none.
    #[serde(default)]
    pub regions: Vec<String>,
    /// The place from which they take parts, such as their van; `main` by default.
    #[serde(default = "main_place")]
    pub place: String,
    /// Whether they get orders; they do by default.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// Which technicians are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TechnicianFilter {
    /// Those who know this.
    pub skill: Option<String>,
    /// Those who work there.
    pub region: Option<String>,
    /// Those who get orders, or not; both by default.
    pub active: Option<bool>,
}

/// When a technician is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnicianSlotRequest {
    /// Those who know this.
    #[serde(default)]
    pub skill: Option<String>,
    /// Those who work there.
    #[serde(default)]
    pub region: Option<String>,
    /// Not before this instant, and never in the past.
    pub from: Timestamp,
    /// Until this instant, at most 92 days after `from`.
    pub until: Timestamp,
    /// How long the work takes, 5 to 1,440 minutes.
    pub minutes: u32,
    /// How far apart times begin; their length by default.
    #[serde(default)]
    pub step_minutes: Option<u32>,
}

/// A time at which a technician is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TechnicianSlot {
    /// Who.
    pub staff_id: StaffId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

impl<T: Reading> Technicians<'_, T> {
    /// Technicians in the order of their ids.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn list(&self, filter: &TechnicianFilter) -> Result<Vec<Technician>> {
        let mut found = store::technicians(self.tx.reader())?;
        found.retain(|one| {
            lacks(one, filter.skill.as_deref(), filter.region.as_deref()).is_none()
                && filter.active.is_none_or(|active| one.active == active)
        });
        Ok(found)
    }

    /// The times at which technicians who fit are free, the first 1,000.
    ///
    /// # Errors
    /// `invalid_input` for a bad length or window.
    pub fn free_slots(&self, request: &TechnicianSlotRequest) -> Result<Vec<TechnicianSlot>> {
        let tx = self.tx.reader();
        let filter =
            TechnicianFilter { skill: request.skill.clone(), region: request.region.clone(), active: Some(true) };
        let mut found = Vec::new();
        for one in self.list(&filter)? {
            let slots = tx.appointments().free_slots(&SlotRequest {
                staff_id: one.staff_id,
                from: request.from,
                until: request.until,
                minutes: request.minutes,
                step_minutes: request.step_minutes,
            })?;
            let of = |slot: crate::records::tasks::appointments::Slot| TechnicianSlot {
                staff_id: one.staff_id,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
            };
            found.extend(slots.into_iter().map(of));
        }
        found.sort_by_key(|slot| (slot.starts_at, slot.staff_id));
        found.truncate(MAX_SLOTS);
        Ok(found)
    }
}

impl Technicians<'_, WriteTransaction> {
    /// Records a technician, or brings the known one to what is given.
    ///
    /// # Errors
    /// `invalid_input` for a bad token; `limit` above 100 tokens or 1,000 technicians.
    pub fn save(&self, given: Technician) -> Result<Technician> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", Some(given.staff_id.0))?;
        let clean = Technician {
            skills: tokens("/skills", &given.skills)?,
            regions: tokens("/regions", &given.regions)?,
            place: text::token("/place", &given.place)?,
            ..given
        };
        let known = store::technician(tx, clean.staff_id)?;
        if known.as_ref() == Some(&clean) {
            return Ok(clean);
        }
        if known.is_none() && store::technicians(tx)?.len() >= MAX_TECHNICIANS {
            return Err(Error::new(ErrorCode::Limit, "a shop has at most 1,000 technicians"));
        }
        tx.step(|| {
            store::save_technician(tx, &clean, journal::next_seq(tx)?)?;
            let facts = json!({ "skills": clean.skills, "regions": clean.regions, "active": clean.active });
            journal::append(tx, Entry::new("technician.saved").entity("staff", clean.staff_id).payload(facts))
        })?;
        Ok(clean)
    }
}

fn tokens(path: &str, given: &[String]) -> Result<Vec<String>> {
    if given.len() > MAX_TOKENS {
        return Err(Error::new(ErrorCode::Limit, "at most 100 tokens").at(path));
    }
    let clean = given.iter().enumerate().map(|(at, one)| text::token(&format!("{path}/{at}"), one));
    let mut clean = clean.collect::<Result<Vec<_>>>()?;
    clean.sort_unstable();
    clean.dedup();
    Ok(clean)
}

/// What a technician lacks of what is asked for.
fn lacks(one: &Technician, skill: Option<&str>, region: Option<&str>) -> Option<&'static str> {
    if skill.is_some_and(|skill| one.skills.iter().all(|known| known != skill)) {
        return Some("the technician does not know what the order asks for");
    }
    let elsewhere = |region: &str| !one.regions.is_empty() && one.regions.iter().all(|known| known != region);
    region.is_some_and(elsewhere).then_some("the technician does not work in the region of the order")
}

/// Requires that somebody of the staff can do an order.
pub(super) fn require_fit(
    tx: &ReadTransaction,
    staff: StaffId,
    skill: Option<&str>,
    region: Option<&str>,
) -> Result<()> {
    let Some(one) = store::technician(tx, staff)? else {
        return Err(Error::new(ErrorCode::NotFound, "no technician of this id is known")
            .at("/staff_id")
            .hint("record one with technicians.save"));
    };
    let why = if one.active { lacks(&one, skill, region) } else { Some("the technician gets no orders") };
    why.map_or(Ok(()), |why| Err(Error::conflict(why).at("/staff_id").hint("technicians.list shows who fits")))
}
