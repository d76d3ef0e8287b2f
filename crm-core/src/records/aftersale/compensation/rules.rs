//! Pure decisions about compensations: moves, limits, and cleaning what is given.

use super::{
    Compensation, CompensationKind, CompensationSettings, CompensationState, Fund, FundPatch, FundPeriod,
    NewCompensation, NewFund,
};
use crate::records::interactions::clean_reference;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, Date, Error, ErrorCode, FundId, Money, Result, StaffId, Timestamp, ids, text};
use chrono::Datelike;
use std::collections::BTreeSet;

/// The moves of a compensation. Only an advance is recovered.
pub(crate) static MACHINE: Machine<CompensationState> = {
    use CompensationState::{Approved, Cancelled, Declined, Paid, Pending, Recovered};
    Machine::new(
        "compensation",
        &[
            (Pending, &[Approved, Declined, Cancelled]),
            (Approved, &[Paid, Cancelled]),
            (Declined, &[]),
            (Cancelled, &[]),
            (Paid, &[Recovered]),
            (Recovered, &[]),
        ],
    )
};

const MAX_SKU: usize = 128;
const MAX_POINTS: i64 = 1_000_000_000_000;
const MAX_APPROVERS: usize = 1_000;

/// Whether a compensation in this state holds money of its fund that is not paid.
pub(crate) const fn is_open(state: CompensationState) -> bool {
    matches!(state, CompensationState::Pending | CompensationState::Approved)
}

/// Requires an amount above 0.
pub(crate) fn require_amount(path: &str, amount: Money) -> Result<()> {
    if amount.minor > 0 { Ok(()) } else { Err(Error::invalid(path, "the amount must be larger than 0")) }
}

/// A compensation with clean text whose fields are those of its kind, or why it is refused.
pub(crate) fn clean(mut new: NewCompensation) -> Result<NewCompensation> {
    use CompensationKind::{Advance, Coupon, Gift, Points, Refund};
    let kind = new.kind;
    let wants = |kinds: &[CompensationKind], path: &str, given: bool| match kinds.contains(&kind) {
        false if given => Err(Error::invalid(path, format!("a compensation of the kind {kind} has no such field"))),
        _ => Ok(()),
    };
    wants(&[Refund, Advance], "/order_id", new.order_id.is_some())?;
    wants(&[Points], "/points", new.points.is_some())?;
    wants(&[Coupon], "/program_id", new.program_id.is_some())?;
    wants(&[Gift], "/gift_sku", new.gift_sku.is_some())?;
    let missing = |path: &str| Err(Error::invalid(path, format!("a compensation of the kind {kind} needs it")));
    match kind {
        Points if new.points.is_none() => return missing("/points"),
        Gift if new.gift_sku.is_none() => return missing("/gift_sku"),
        Advance if new.fund_id.is_none() => return missing("/fund_id"),
        _ => {}
    }
    if new.points.is_some_and(|points| !(1..=MAX_POINTS).contains(&points)) {
        return Err(Error::invalid("/points", "points are between 1 and 1,000,000,000,000"));
    }
    if let Some(amount) = new.amount {
        require_amount("/amount", amount)?;
    }
    ids::require_row_id("/staff_id", new.staff_id.map(i64::from))?;
    new.cause = text::token("/cause", &new.cause)?;
    new.reference = new.reference.map(clean_reference).transpose()?;
    new.gift_sku = new.gift_sku.as_deref().map(|sku| text::key("/gift_sku", sku, MAX_SKU)).transpose()?;
    new.note = text::optional_note("/note", new.note.as_deref())?;
    Ok(new)
}

/// Whether an amount in the base currency needs no approval of another person.
pub(crate) fn is_free(settings: &CompensationSettings, by: Option<StaffId>, base: Money) -> bool {
    settings.free_up_to.is_some_and(|most| base.minor <= most.minor)
        || by.is_some_and(|staff| limit_of(settings, staff).is_some_and(|limit| covers(limit, base)))
}

/// The limit of somebody who is listed.
fn limit_of(settings: &CompensationSettings, staff: StaffId) -> Option<Option<Money>> {
    settings.approvers.iter().find(|one| one.staff_id == staff).map(|one| one.up_to)
}

fn covers(limit: Option<Money>, base: Money) -> bool {
    limit.is_none_or(|most| base.minor <= most.minor)
}

/// Requires that somebody may approve: listed with such a limit, and not who proposed it.
///
/// # Errors
/// `limit` for too much; `conflict` for the own proposal.
pub(crate) fn require_approver(settings: &CompensationSettings, by: StaffId, one: &Compensation) -> Result<()> {
    if one.proposed_by == Some(by) {
        return Err(Error::conflict("who proposes a compensation beyond the own limit does not approve it")
            .at("/staff_id")
            .hint("somebody else approves it"));
    }
    if settings.approvers.is_empty() || limit_of(settings, by).is_some_and(|limit| covers(limit, one.amount_base)) {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, "this member of the staff does not approve as much")
        .at("/staff_id")
        .hint("compensations.settings says who does"))
}

/// The settings as they are stored, or why they are refused.
pub(crate) fn clean_settings(settings: CompensationSettings, base: Option<Currency>) -> Result<CompensationSettings> {
    if settings.approvers.len() > MAX_APPROVERS {
        return Err(Error::new(ErrorCode::Limit, "there are at most 1,000 approvers").at("/approvers"));
    }
    let money = |path: String, amount: Option<Money>| match amount {
        Some(amount) if amount.minor < 0 => Err(Error::invalid(path, "a limit is not negative")),
        Some(amount) if base != Some(amount.currency) => {
            Err(Error::invalid(path, "a limit is in the base currency").hint("set it with shop.configure first"))
        }
        _ => Ok(()),
    };
    money("/free_up_to".to_owned(), settings.free_up_to)?;
    let mut seen = BTreeSet::new();
    for (at, one) in settings.approvers.iter().enumerate() {
        let path = format!("/approvers/{at}/staff_id");
        ids::require_row_id(&path, Some(one.staff_id.0))?;
        if !seen.insert(one.staff_id) {
            return Err(Error::invalid(path, "this member of the staff is listed twice"));
        }
        money(format!("/approvers/{at}/up_to"), one.up_to)?;
    }
    Ok(settings)
}

/// A fund as it is made.
pub(crate) fn fund(new: NewFund, now: Timestamp) -> Result<Fund> {
    require_amount("/limit", new.limit)?;
    let zero = Money::zero(new.limit.currency);
    Ok(Fund {
        id: FundId(0),
        name: text::name("/name", &new.name)?,
        limit: new.limit,
        period: new.period,
        active: true,
        funded: zero,
        reserved: zero,
        paid: zero,
        recovered: zero,
        created_at: now,
        updated_at: now,
    })
}

/// A fund after a change.
pub(crate) fn patched(known: &Fund, patch: FundPatch) -> Result<Fund> {
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    if let Some(limit) = patch.limit {
        require_amount("/limit", limit)?;
        limit.same_currency(known.limit).map_err(|error| error.at("/limit"))?;
        after.limit = limit;
    }
    after.period = patch.period.unwrap_or(known.period);
    after.active = patch.active.unwrap_or(known.active);
    Ok(after)
}

/// When the period of an instant began; the beginning of time for a limit that never begins anew.
pub(crate) fn period_start(period: FundPeriod, zone: Zone, now: Timestamp) -> Result<Timestamp> {
    let today = zone.date_of(now).naive();
    let month = match period {
        FundPeriod::Ever => return Ok(Timestamp::saturating_from_millis(i64::MIN)),
        FundPeriod::Month => today.month(),
        FundPeriod::Year => 1,
    };
    Ok(zone.start_of(Date::from_ymd(today.year(), month, 1)?))
}
