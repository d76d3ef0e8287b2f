//! Among whom work is shared out: in turn, or to whoever has the least.

use crate::vocabulary::{Error, ErrorCode, Result, StaffId, ids};
use std::collections::BTreeMap;

/// The most places of a roster.
pub(crate) const MAX_STAFF: usize = 1_000;

/// Whose turn it is after so many pieces of work.
pub(crate) fn in_turn(staff: &[StaffId], assigned: i64) -> Option<StaffId> {
    let count = i64::try_from(staff.len()).ok().filter(|count| *count > 0)?;
    let place = usize::try_from(assigned.rem_euclid(count)).ok()?;
    staff.get(place).copied()
}

/// Who has the least to do, the first among equal ones; whoever is not counted has nothing.
pub(crate) fn least_loaded(staff: &[StaffId], open: &BTreeMap<StaffId, i64>) -> Option<StaffId> {
    staff.iter().min_by_key(|one| open.get(one).copied().unwrap_or(0)).copied()
}

/// Puts one member of the staff in the places of another, or gives them up where the new one stands already; whether
/// there were any.
pub(crate) fn replace(staff: &mut Vec<StaffId>, from: StaffId, to: StaffId) -> bool {
    if !staff.contains(&from) {
        return false;
    }
    if staff.contains(&to) {
        staff.retain(|one| *one != from);
    } else {
        staff.iter_mut().filter(|one| **one == from).for_each(|one| *one = to);
    }
    true
}

/// Requires somebody to choose, and ids that can be.
pub(crate) fn require(staff: &[StaffId]) -> Result<()> {
    if staff.is_empty() {
        return Err(Error::invalid("/staff", "a rule needs somebody to choose"));
    }
    if staff.len() > MAX_STAFF {
        return Err(Error::new(ErrorCode::Limit, format!("at most {MAX_STAFF} are allowed")).at("/staff"));
    }
    staff.iter().enumerate().try_for_each(|(at, one)| ids::require_row_id(&format!("/staff/{at}"), Some(one.0)))
}
