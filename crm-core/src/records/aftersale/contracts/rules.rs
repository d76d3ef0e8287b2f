//! Pure decisions about contracts: what is given, which days, what is covered.

use super::{Contract, ContractState, NewContract};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{AssetId, Date, Error, ErrorCode, Money, Result, Timestamp, text};

/// Days before its last day on which a contract is expiring.
const EXPIRING: i32 = 30;
pub(super) const MAX_KEY: usize = 128;
const MAX_ITEMS: usize = 1_000;
const MAX_MONTHS: u32 = 600;
const WHOLE: i64 = 1_000_000;

/// The moves of a contract.
pub(crate) static MACHINE: Machine<ContractState> = {
    use ContractState::{
        Active, Cancelled, Draft, Expired, Expiring, PendingSignature, Renewed, Suspended, Terminated,
    };
    Machine::new(
        "contract",
        &[
            (Draft, &[PendingSignature, Cancelled]),
            (PendingSignature, &[Active, Cancelled]),
            (Active, &[Expiring, Suspended, Terminated]),
            (Suspended, &[Active, Terminated]),
            (Expiring, &[Renewed, Expired, Terminated]),
            (Terminated, &[]),
            (Expired, &[]),
            (Renewed, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// The contract with clean text, or why it is refused.
pub(super) fn clean(new: NewContract) -> Result<NewContract> {
    if new.asset_ids.len() > MAX_ITEMS || new.skus.len() > MAX_ITEMS {
        let path = if new.skus.len() > MAX_ITEMS { "/skus" } else { "/asset_ids" };
        return Err(Error::new(ErrorCode::Limit, "a contract names at most 1,000 pieces and articles").at(path));
    }
    if !(1..=MAX_MONTHS).contains(&new.months) {
        return Err(Error::invalid("/months", "a contract lasts 1 to 600 months"));
    }
    if new.price.minor < 0 {
        return Err(Error::invalid("/price", "the price must not be negative"));
    }
    if !(0..=WHOLE).contains(&new.parts_rate.ppm()) {
        return Err(Error::invalid("/parts_rate", "the share of parts is 0 to 1"));
    }
    for (path, seconds) in [("/response_s", new.response_s), ("/resolution_s", new.resolution_s)] {
        if seconds.is_some_and(|seconds| seconds <= 0) {
            return Err(Error::invalid(path, "a time to respond or resolve is above 0 seconds"));
        }
    }
    let (mut asset_ids, mut skus) = (new.asset_ids.clone(), Vec::with_capacity(new.skus.len()));
    asset_ids.sort_unstable();
    asset_ids.dedup();
    for (at, sku) in new.skus.iter().enumerate() {
        skus.push(text::key(&format!("/skus/{at}"), sku, MAX_KEY)?);
    }
    skus.sort_unstable();
    skus.dedup();
    let number = new.number.as_deref().map(|number| text::key("/number", number, MAX_KEY)).transpose()?;
    Ok(NewContract { asset_ids, skus, number, ..new })
}

/// The last day of so many months.
pub(super) fn last_day(first: Date, months: u32) -> Date {
    first.plus_months(months).plus_days(-1)
}

/// Whether a contract in this state is, or was, signed.
pub(super) fn is_signed(state: ContractState) -> bool {
    !matches!(state, ContractState::Draft | ContractState::PendingSignature | ContractState::Cancelled)
}

/// Whether a contract gives something on a day, at an instant of it.
pub(super) fn gives(contract: &Contract, at: Timestamp, day: Date) -> bool {
    is_signed(contract.state)
        && (contract.starts_on..=contract.ends_on).contains(&day)
        && contract.suspended_at.is_none_or(|since| at < since)
        && contract.ended_at.is_none_or(|ended| at < ended)
}

/// Whether a contract is for a piece or an article.
pub(super) fn is_for(contract: &Contract, asset: Option<AssetId>, sku: Option<&str>) -> bool {
    (contract.asset_ids.is_empty() && contract.skus.is_empty())
        || asset.is_some_and(|asset| contract.asset_ids.contains(&asset))
        || sku.is_some_and(|sku| contract.skus.iter().any(|own| own == sku))
}

/// Whether two contracts of a customer cover the same at the same time.
pub(super) fn overlaps(one: &Contract, other: &Contract) -> bool {
    let all = |contract: &Contract| contract.asset_ids.is_empty() && contract.skus.is_empty();
    let same_time = one.starts_on <= other.ends_on && other.starts_on <= one.ends_on;
    same_time
        && (all(one)
            || all(other)
            || one.asset_ids.iter().any(|asset| other.asset_ids.contains(asset))
            || one.skus.iter().any(|sku| other.skus.contains(sku)))
}

/// How much a contract gives: more of the parts, then of labour and way, then for longer, then the elder.
pub(super) fn goodness(contract: &Contract) -> (i64, u8, Date, std::cmp::Reverse<i64>) {
    let rest = u8::from(contract.labour) + u8::from(contract.travel);
    (contract.parts_rate.ppm(), rest, contract.ends_on, std::cmp::Reverse(contract.id.0))
}

/// The day on which a contract changes next by itself.
pub(super) fn next_on(contract: &Contract) -> Option<Date> {
    match contract.state {
        ContractState::Active => Some(contract.ends_on.plus_days(-EXPIRING)),
        ContractState::Expiring => Some(contract.ends_on.plus_days(1)),
        _ => None,
    }
}

/// The first day of the year of a contract in which a day lies; days before the first count as its first year.
pub(super) fn year_from(first: Date, day: Date) -> Date {
    let mut years = 0;
    while first.plus_months(12 * (years + 1)) <= day && years < MAX_MONTHS / 12 {
        years += 1;
    }
    first.plus_months(12 * years)
}

/// The part of the price for the days after this one, rounded half to even.
pub(super) fn unused(contract: &Contract, today: Date) -> Result<Money> {
    let all = i64::from(contract.ends_on.days() - contract.starts_on.days()) + 1;
    let left = i64::from(contract.ends_on.days() - today.days()).clamp(0, all);
    Ok(Money::new(scale_half_even(contract.price.minor, left, all)?, contract.price.currency))
}
