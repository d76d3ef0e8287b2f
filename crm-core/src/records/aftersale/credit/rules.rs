//! Pure decisions about the credit record: weights, scores, and what of the facts is to be entered or taken back.

use super::model::{
    CreditDelta, CreditKind, CreditLevel, CreditScore, CreditSettings, CreditSettingsPatch, KnownEntry, NewCreditEntry,
};
use crate::records::aftersale::returns::ReturnHabits;
use crate::records::interactions::{self, Reference};
use crate::vocabulary::money::half_even;
use crate::vocabulary::{CreditEntryId, Error, ErrorCode, Result, Timestamp, ids, text};
use std::collections::BTreeSet;

const MAX_SCORE: u32 = 1_000;
const MAX_DELTA: i64 = 1_000;
const MILLIS_PER_DAY: i64 = 86_400_000;
/// A whole weight, in millionths.
const WHOLE: i128 = 1_000_000;
/// After so many halvings nothing is left of a millionth.
const MAX_HALVINGS: i64 = 40;

/// The settings after a change.
pub(crate) fn patched(known: &CreditSettings, patch: CreditSettingsPatch) -> Result<CreditSettings> {
    let mut after = CreditSettings {
        active: patch.active.unwrap_or(known.active),
        base: patch.base.unwrap_or(known.base),
        half_life_days: patch.half_life_days.unwrap_or(known.half_life_days),
        on_time_days: patch.on_time_days.unwrap_or(known.on_time_days),
        helpful_votes: patch.helpful_votes.unwrap_or(known.helpful_votes),
        abuse_returns: patch.abuse_returns.unwrap_or(known.abuse_returns),
        abuse_share: patch.abuse_share.unwrap_or(known.abuse_share),
        fair_from: patch.fair_from.unwrap_or(known.fair_from),
        good_from: patch.good_from.unwrap_or(known.good_from),
        excellent_from: patch.excellent_from.unwrap_or(known.excellent_from),
        deltas: known.deltas.clone(),
    };
    for (at, CreditDelta { kind, delta }) in patch.deltas.into_iter().flatten().enumerate() {
        require_delta(&format!("/deltas/{at}/delta"), delta)?;
        after.deltas.retain(|other| other.kind != kind);
        after.deltas.push(CreditDelta { kind, delta });
    }
    after.deltas.sort_by_key(|one| one.kind);
    let bounds = [
        ("/base", after.base, MAX_SCORE),
        ("/half_life_days", after.half_life_days, 36_500),
        ("/on_time_days", after.on_time_days, 3_650),
        ("/helpful_votes", after.helpful_votes, 10_000),
        ("/abuse_returns", after.abuse_returns, 10_000),
        ("/excellent_from", after.excellent_from, MAX_SCORE),
    ];
    if let Some((path, _, most)) = bounds.into_iter().find(|(_, given, most)| given > most) {
        return Err(Error::new(ErrorCode::Limit, format!("at most {most}")).at(path));
    }
    let counts = [("/helpful_votes", after.helpful_votes), ("/abuse_returns", after.abuse_returns)];
    if let Some((path, _)) = counts.into_iter().find(|(_, given)| *given == 0) {
        return Err(Error::invalid(path, "at least 1"));
    }
    if !(0..=1_000_000).contains(&after.abuse_share.ppm()) {
        return Err(Error::invalid("/abuse_share", "a share is between 0 and 1"));
    }
    if !(after.fair_from <= after.good_from && after.good_from <= after.excellent_from) {
        return Err(Error::invalid("/good_from", "the marks rise: fair, good, excellent"));
    }
    Ok(after)
}

/// Whether a customer sends back too much for reasons that the shop does not answer for.
pub(crate) fn abuses_returns(settings: &CreditSettings, habits: &ReturnHabits) -> bool {
    habits.returns >= u64::from(settings.abuse_returns)
        && habits.rate_without_fault.is_some_and(|rate| rate >= settings.abuse_share)
}

/// What a kind changes.
pub(crate) fn delta_of(settings: &CreditSettings, kind: CreditKind) -> i64 {
    settings.deltas.iter().find(|one| one.kind == kind).map_or(0, |one| one.delta)
}

fn require_delta(path: &str, delta: i64) -> Result<()> {
    if delta.unsigned_abs() <= MAX_DELTA.unsigned_abs() {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, "between -1,000 and 1,000").at(path))
}

/// The entry with clean text and its points, or why it is refused.
pub(crate) fn clean(
    mut new: NewCreditEntry,
    settings: &CreditSettings,
    now: Timestamp,
) -> Result<(NewCreditEntry, i64)> {
    let is_manual = new.kind == CreditKind::Manual;
    if is_manual && new.delta.is_none() {
        return Err(Error::invalid("/delta", "a manual entry says how many points"));
    }
    let delta = new.delta.unwrap_or_else(|| delta_of(settings, new.kind));
    require_delta("/delta", delta)?;
    if delta == 0 {
        return Err(Error::invalid("/delta", "an entry changes something").hint("give the points of the entry"));
    }
    new.reason = new.reason.map(|reason| text::token("/reason", &reason)).transpose()?;
    if is_manual && new.reason.is_none() {
        return Err(Error::invalid("/reason", "a manual entry says why"));
    }
    new.note = text::optional_note("/note", new.note.as_deref())?;
    ids::require_row_id("/staff_id", new.staff_id.map(i64::from))?;
    new.reference = new.reference.map(interactions::clean_reference).transpose()?;
    match new.at {
        Some(at) if at > now => Err(Error::invalid("/at", "what counts has happened")),
        _ => Ok((new, delta)),
    }
}

/// The weight of an entry in millionths, rounded half to even. With a half-life of `N` days, an entry that is `d` whole
/// days old has been halved `q = d / N` times and is `r = d mod N` days on its way to the next halving; it weighs
/// `(2 N − r) / (2 N · 2^q)`: 1 when it is fresh, 1/2 after `N` days, 3/4 in the middle of them.
pub(crate) fn weight(half_life_days: u32, at: Timestamp, as_of: Timestamp) -> Result<i64> {
    if at > as_of {
        return Ok(0);
    }
    let half_life = i64::from(half_life_days);
    if half_life == 0 {
        return half_even(WHOLE, 1);
    }
    let days = (as_of.millis() - at.millis()) / MILLIS_PER_DAY;
    let (halvings, rest) = (days / half_life, days % half_life);
    if halvings >= MAX_HALVINGS {
        return Ok(0);
    }
    let twice = i128::from(2 * half_life);
    half_even(WHOLE * (twice - i128::from(rest)), twice << halvings)
}

/// Points times weight, in thousandths, rounded half to even.
pub(crate) fn points(delta: i64, weight: i64) -> Result<i64> {
    half_even(i128::from(delta) * i128::from(weight) * 1_000, WHOLE)
}

/// The score for a sum of points in thousandths.
pub(crate) fn score(settings: &CreditSettings, points: i64) -> Result<CreditScore> {
    let exact = i128::from(settings.base) * 1_000 + i128::from(points);
    let rounded = half_even(exact, 1_000)?.clamp(0, MAX_SCORE.into());
    let score = u32::try_from(rounded).unwrap_or(MAX_SCORE);
    let marks = [
        (settings.excellent_from, CreditLevel::Excellent),
        (settings.good_from, CreditLevel::Good),
        (settings.fair_from, CreditLevel::Fair),
    ];
    let level = marks.into_iter().find(|(mark, _)| score >= *mark).map_or(CreditLevel::Poor, |(_, level)| level);
    Ok(CreditScore { score, level })
}

/// A fact that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreditFact {
    pub(crate) kind: CreditKind,
    pub(crate) reference: Reference,
    pub(crate) at: Timestamp,
}

impl CreditFact {
    pub(crate) fn new(kind: CreditKind, entity: &str, id: impl Into<i64>, at: Timestamp) -> Self {
        CreditFact { kind, reference: Reference { entity: entity.to_owned(), id: id.into() }, at }
    }
}

/// What is to be done so that the entries say what the facts say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CreditPlan {
    pub(crate) enter: Vec<CreditFact>,
    pub(crate) reverse: Vec<CreditEntryId>,
}

impl CreditPlan {
    pub(crate) fn is_empty(&self) -> bool {
        self.enter.is_empty() && self.reverse.is_empty()
    }
}

/// Compares facts with entries. A fact is entered once; what somebody has entered or taken back by hand stays so. What
/// `tick` entered is taken back when its fact is none any more.
pub(crate) fn plan(
    settings: &CreditSettings,
    facts: Vec<CreditFact>,
    known: &[KnownEntry],
    now: Timestamp,
) -> Result<CreditPlan> {
    let key = |kind: CreditKind, reference: &Reference| (kind, reference.entity.clone(), reference.id);
    let stands = |known: &&KnownEntry| known.reversed.is_none() && known.entry.automatic;
    let wanted: BTreeSet<_> = facts.iter().map(|fact| key(fact.kind, &fact.reference)).collect();
    let is_none = |known: &&KnownEntry| {
        !known.entry.reference.as_ref().is_some_and(|reference| wanted.contains(&key(known.entry.kind, reference)))
    };
    let reverse = known.iter().filter(stands).filter(is_none).map(|known| known.entry.id).collect();
    let settled = known.iter().filter(|known| known.reversed != Some(true));
    let settled: BTreeSet<_> = settled
        .filter_map(|known| known.entry.reference.as_ref().map(|reference| key(known.entry.kind, reference)))
        .collect();
    let mut enter = Vec::new();
    for fact in facts {
        let weighs = delta_of(settings, fact.kind) != 0 && weight(settings.half_life_days, fact.at.min(now), now)? > 0;
        if weighs && !settled.contains(&key(fact.kind, &fact.reference)) {
            enter.push(fact);
        }
    }
    Ok(CreditPlan { enter, reverse })
}
