//! Pure decisions about warranties: which plan applies, which days are covered, which state follows.

use super::{SaveWarrantyPlan, VoidReason, Warranty, WarrantyKind, WarrantyPlan, WarrantyStart, WarrantyState};
use crate::records::aftersale::assets::Asset;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Date, Error, ErrorCode, Result, Timestamp, text};

/// Days before its last day on which a warranty is expiring.
const EXPIRING: i32 = 30;
pub(super) const MAX_KEY: usize = 128;
const MAX_MONTHS: u32 = 1_200;
const MAX_DAYS: u32 = 36_500;
const MAX_WAITING: u32 = 3_650;
const MAX_CLAIMS: u32 = 1_000_000;

/// The moves of a warranty. One that is expiring covers like an active one, and may be active again with more days.
pub(crate) static MACHINE: Machine<WarrantyState> = {
    use WarrantyState::{Active, Exhausted, Expired, Expiring, NotStarted, Suspended, Void};
    Machine::new(
        "warranty",
        &[
            (NotStarted, &[Active, Void]),
            (Active, &[Expiring, Suspended, Void, Exhausted]),
            (Expiring, &[Expired, Suspended, Void, Exhausted]),
            (Suspended, &[Active, Expiring, Expired, Void]),
            (Expired, &[]),
            (Void, &[]),
            (Exhausted, &[]),
        ],
    )
};

/// The plan with clean text, or why it is refused.
pub(super) fn clean_plan(plan: SaveWarrantyPlan) -> Result<SaveWarrantyPlan> {
    let over = |path: &str, message: &str| Err(Error::new(ErrorCode::Limit, message).at(path));
    if plan.months > MAX_MONTHS {
        return over("/months", "a warranty lasts at most 1,200 months");
    }
    if plan.days > MAX_DAYS {
        return over("/days", "a warranty lasts at most 36,500 days beside its months");
    }
    if plan.waiting_days > MAX_WAITING {
        return over("/waiting_days", "a warranty waits at most 3,650 days");
    }
    if plan.months == 0 && plan.days == 0 {
        return Err(Error::invalid("/days", "a warranty lasts at least a day").hint("name months or days"));
    }
    if !plan.parts && !plan.labour && !plan.onsite {
        return Err(Error::invalid("/parts", "a warranty covers parts, labour or service at the customer's place"));
    }
    if plan.claims_limit.is_some_and(|limit| !(1..=MAX_CLAIMS).contains(&limit)) {
        return Err(Error::invalid("/claims_limit", "a warranty pays 1 to 1,000,000 claims, or any number"));
    }
    if plan.sku.is_some() && plan.category.is_some() {
        return Err(Error::invalid("/category", "a plan is for an article or for a category, not both"));
    }
    match plan.starts {
        WarrantyStart::Fixed => {
            return Err(Error::invalid("/starts", "a plan begins with something that happens")
                .hint("name the day with warranties.add"));
        }
        WarrantyStart::Expiry if plan.kind != WarrantyKind::Extended => {
            return Err(Error::invalid("/starts", "only an extended warranty begins when others end"));
        }
        _ => {}
    }
    Ok(SaveWarrantyPlan {
        name: text::name("/name", &plan.name)?,
        sku: plan.sku.map(|sku| text::key("/sku", &sku, MAX_KEY)).transpose()?,
        category: text::optional_name("/category", plan.category.as_deref())?,
        ..plan
    })
}

/// How closely a plan fits an article; nothing when it is not for it.
pub(super) fn fit(plan: &WarrantyPlan, sku: &str, category: Option<&str>) -> Option<usize> {
    match (&plan.sku, &plan.category) {
        (Some(own), _) => (own == sku).then_some(usize::MAX),
        (None, Some(own)) => category.filter(|path| text::is_under(path, own, '/')).map(|_| own.len()),
        (None, None) => Some(0),
    }
}

/// The plan of a kind that applies to an article by itself: the closest one, of equal ones the latest.
pub(super) fn applying<'a>(
    plans: &'a [WarrantyPlan],
    kind: WarrantyKind,
    sku: &str,
    category: Option<&str>,
) -> Option<&'a WarrantyPlan> {
    let of_kind = plans.iter().filter(|plan| plan.kind == kind && plan.active);
    of_kind
        .filter_map(|plan| Some((fit(plan, sku, category)?, plan.id, plan)))
        .max_by_key(|one| (one.0, one.1))
        .map(|one| one.2)
}

/// The day with which a warranty begins, before it has waited.
fn begun(starts: WarrantyStart, asset: &Asset, zone: Zone) -> Option<Date> {
    let at = match starts {
        WarrantyStart::Delivery => asset.delivered_at.or(asset.registered_at),
        WarrantyStart::Installation => asset.installed_at,
        WarrantyStart::Registration => asset.registered_at,
        WarrantyStart::Expiry | WarrantyStart::Fixed => None,
    };
    at.map(|at| zone.date_of(at))
}

/// Gives a warranty its days, by what has become of its piece. A fixed first day stays.
pub(super) fn date(warranty: &mut Warranty, asset: &Asset, zone: Zone) {
    if warranty.starts != WarrantyStart::Fixed {
        let waiting = days(warranty.waiting_days);
        warranty.starts_on = begun(warranty.starts, asset, zone).map(|day| day.plus_days(waiting));
    }
    warranty.ends_on = warranty.starts_on.map(|first| last_day(warranty, first));
}

/// The last day of a warranty with this first day, which is not counted.
pub(super) fn last_day(warranty: &Warranty, first: Date) -> Date {
    let extended = days(warranty.days).saturating_add(days(warranty.extended_days));
    first.plus_months(warranty.months).plus_days(extended)
}

pub(super) fn days(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Where a warranty stands on a day, by its days and by what was noted of it until the end of it.
pub(super) fn state_on(warranty: &Warranty, today: Date) -> WarrantyState {
    if warranty.void_at.is_some() {
        return WarrantyState::Void;
    }
    if warranty.exhausted_at.is_some() {
        return WarrantyState::Exhausted;
    }
    let stands_still = warranty.suspended_at.is_some() && warranty.suspension_extends;
    match (warranty.starts_on, warranty.ends_on) {
        (_, Some(last)) if today > last && !stands_still => WarrantyState::Expired,
        _ if warranty.suspended_at.is_some() => WarrantyState::Suspended,
        (Some(first), Some(last)) if today >= first => {
            let is_near = last.days() - today.days() <= EXPIRING;
            if is_near { WarrantyState::Expiring } else { WarrantyState::Active }
        }
        _ => WarrantyState::NotStarted,
    }
}

/// Where it stood at an instant, by what had been noted until then.
pub(super) fn state_at(warranty: &Warranty, at: Timestamp, zone: Zone) -> WarrantyState {
    let until = |noted: Option<Timestamp>| noted.filter(|noted| *noted <= at);
    let then = Warranty {
        void_at: until(warranty.void_at),
        exhausted_at: until(warranty.exhausted_at),
        suspended_at: until(warranty.suspended_at),
        ..warranty.clone()
    };
    state_on(&then, zone.date_of(at))
}

/// Whether a warranty in this state covers.
pub(super) fn covers(state: WarrantyState) -> bool {
    matches!(state, WarrantyState::Active | WarrantyState::Expiring)
}

/// The state that time alone brings next, on the way to where a warranty stands.
pub(super) fn next_by_time(noted: WarrantyState, stands: WarrantyState) -> Option<WarrantyState> {
    use WarrantyState::{Active, Expired, Expiring, NotStarted, Suspended};
    match (noted, stands) {
        (NotStarted, Active | Expiring | Expired) => Some(Active),
        (Active, Expiring | Expired) => Some(Expiring),
        (Expiring | Suspended, Expired) => Some(Expired),
        _ => None,
    }
}

/// The day on which the noted state changes next by itself.
pub(super) fn next_on(warranty: &Warranty) -> Option<Date> {
    match warranty.state {
        WarrantyState::NotStarted => warranty.starts_on,
        WarrantyState::Active => warranty.ends_on.map(|last| last.plus_days(-EXPIRING)),
        WarrantyState::Expiring => warranty.ends_on.map(|last| last.plus_days(1)),
        WarrantyState::Suspended if !warranty.suspension_extends => warranty.ends_on.map(|last| last.plus_days(1)),
        _ => None,
    }
}

/// How many claims are left; none for any number.
pub(super) fn claims_left(warranty: &Warranty) -> Option<u32> {
    warranty.claims_limit.map(|limit| limit.saturating_sub(warranty.claims_used))
}

/// How good a cover is: how much of it, then for how long, then the elder.
pub(super) fn goodness(warranty: &Warranty) -> (u8, Option<Date>, std::cmp::Reverse<i64>) {
    let parts = u8::from(warranty.parts) + u8::from(warranty.labour) + u8::from(warranty.onsite);
    (parts, warranty.ends_on, std::cmp::Reverse(warranty.id.0))
}

/// Why a claim is refused, and what to do.
pub(super) fn refuse_claim(warranty: &Warranty, state: WarrantyState) -> Error {
    let (message, hint) = match state {
        WarrantyState::NotStarted => ("the warranty has not begun", "claim another cover; warranties.check names it"),
        WarrantyState::Expired => ("the warranty has expired", "claim another cover; warranties.check names it"),
        WarrantyState::Exhausted => {
            ("all claims of the warranty are used", "claim another cover; warranties.check names it")
        }
        WarrantyState::Suspended => ("the warranty is suspended", "resume it with warranties.resume first"),
        _ => (void_message(warranty.void_reason), "claim another cover; warranties.check names it"),
    };
    Error::conflict(message).at("/id").existing(warranty.id).hint(hint)
}

fn void_message(reason: Option<VoidReason>) -> &'static str {
    match reason {
        Some(VoidReason::Misuse) => "the warranty is void: the piece was misused",
        Some(VoidReason::TransferredNoCover) => "the warranty is void: it does not go with the piece to the next owner",
        Some(VoidReason::Refunded) => "the warranty is void: the price was given back",
        Some(VoidReason::Returned) => "the warranty is void: the piece came back",
        Some(VoidReason::Scrapped) => "the warranty is void: the piece is no more",
        Some(VoidReason::Other) | None => "the warranty is void",
    }
}
