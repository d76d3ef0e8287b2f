//! Pure decisions about partners, plans and the moves of a commission.

use super::terms;
use super::{CommissionState, NewCommissionPlan, NewPartner, Partner, PartnerPatch};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, Patch, Rate, Result, Timestamp, text};

/// The moves of a commission: from anywhere it can be taken back.
pub(crate) static MACHINE: Machine<CommissionState> = {
    use CommissionState::{Approved, ClawedBack, Earned, Paid, Pending};
    Machine::new(
        "commission",
        &[
            (Pending, &[Earned, ClawedBack]),
            (Earned, &[Approved, ClawedBack]),
            (Approved, &[Paid, ClawedBack]),
            (Paid, &[ClawedBack]),
            (ClawedBack, &[]),
        ],
    )
};

/// The partner with clean text, or why it is refused.
pub(crate) fn clean(new: NewPartner) -> Result<NewPartner> {
    require_discount(new.discount_rate)?;
    Ok(NewPartner {
        code: text::token("/code", &new.code)?,
        territory: text::optional_name("/territory", new.territory.as_deref())?,
        level: new.level.map(|level| text::token("/level", &level)).transpose()?,
        agreement: text::optional_note("/agreement", new.agreement.as_deref())?,
        ..new
    })
}

/// The partner after a change.
pub(crate) fn patched(known: &Partner, patch: PartnerPatch) -> Result<Partner> {
    let mut after = known.clone();
    after.kind = patch.kind.unwrap_or(after.kind);
    after.discount_rate = patch.discount_rate.unwrap_or(after.discount_rate);
    require_discount(after.discount_rate)?;
    after.active = patch.active.unwrap_or(after.active);
    let territory = patch.territory.cleaned(|text| text::optional_name("/territory", Some(text)))?;
    territory.apply(&mut after.territory);
    let level: Patch<String> = patch.level.try_map(|level| text::token("/level", &level))?;
    level.apply(&mut after.level);
    let agreement = patch.agreement.cleaned(|text| text::optional_note("/agreement", Some(text)))?;
    agreement.apply(&mut after.agreement);
    Ok(after)
}

fn require_discount(rate: Rate) -> Result<()> {
    if (0..=terms::WHOLE).contains(&rate.ppm()) {
        return Ok(());
    }
    Err(Error::invalid("/discount_rate", "the rate is 0 to 1"))
}

/// The plan with clean text, or why it is refused.
pub(crate) fn clean_plan(new: NewCommissionPlan, now: Timestamp) -> Result<NewCommissionPlan> {
    let starts_at = new.starts_at.unwrap_or(now);
    require_order(starts_at, new.ends_at)?;
    Ok(NewCommissionPlan {
        name: text::name("/name", &new.name)?,
        terms: terms::clean(new.terms).map_err(|error| error.under("/terms"))?,
        starts_at: Some(starts_at),
        ..new
    })
}

/// A plan ends after it began.
pub(crate) fn require_order(starts_at: Timestamp, ends_at: Option<Timestamp>) -> Result<()> {
    if ends_at.is_some_and(|end| end <= starts_at) {
        return Err(Error::invalid("/ends_at", "a plan ends after it has begun"));
    }
    Ok(())
}
