//! Coupons, gift cards and store credit.
//!
//! Owns coupon programmes with their limits, the coupons of a programme, every use of a coupon from its reservation by a
//! basket to its redemption by an order, and the ledgers of gift cards and store credit. Promises that limits and
//! budgets hold whoever comes at the same moment: what is reserved counts as used until it is released, and a basket
//! that comes too late learns why. A balance is the sum of its ledger and never below zero.
//!
//! Codes are as good as money: they are not in views and not in events. Refuses to decide when a discount is granted:
//! the host asks, reserves and redeems, and calls [`Coupons::reverse`] for an order that was called off.

mod basket;
mod codes;
mod issue;
mod ledger;
mod model;
mod programs;
mod rules;
mod store;
mod store_values;
mod tokens;
mod uses;
mod values;
mod verdict;

#[cfg(test)]
mod tests;

pub use basket::{Basket, BasketLine, CouponCheck, CouponOffer, NewReservation, Redemption, RedemptionFilter};
pub use model::{
    Coupon, CouponFilter, CouponProgram, CouponProgramFilter, CouponProgramPatch, NewCouponProgram, NewCoupons,
};
pub use tokens::{CouponKind, CouponState, RedemptionState, Refusal};
pub use uses::CouponReversal;
pub(crate) use uses::follow;
pub use values::{
    NewStoredValue, StoredValue, StoredValueChange, StoredValueEntry, StoredValueEntryKind, StoredValueFilter,
    StoredValueKind,
};

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CouponId, CouponProgramId, CustomerId, Error, ErrorCode, Page, Result, Timestamp};
use rules::COUPON;
use serde_json::{Value, json};
pub(crate) use store_values::balances_of;

room! {
    /// Coupon programmes, coupons and their uses.
    Coupons, coupons
}

room! {
    /// Gift cards and store credit.
    StoredValues, stored_values
}

customer_rows! { COUPONS, "crm_coupon", moving "coupon" }

customer_rows! { REDEMPTIONS, "crm_redemption", moving "redemption" }

customer_rows! { STORED_VALUES, "crm_stored_value" }

/// Rows that `tick` works off in one transaction.
const BATCH: usize = 500;

impl<T: Reading> Coupons<'_, T> {
    /// One programme.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get_program(&self, id: CouponProgramId) -> Result<CouponProgram> {
        CouponProgram::by_id(self.tx.reader(), id)?.or_not_found(CouponProgramId::WHAT, id)
    }

    /// Programmes, in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list_programs(&self, filter: &CouponProgramFilter) -> Result<Page<CouponProgram>> {
        let listing = filter.page.of("coupon programmes", filter)?;
        Ok(listing.page(store::programs(self.tx.reader(), filter, &listing)?, |program| [program.id.0]))
    }

    /// One coupon by its code, however it is typed.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for what cannot be a code.
    pub fn get(&self, code: &str) -> Result<Coupon> {
        coupon_of(self.tx.reader(), code)
    }

    /// Coupons in the order in which they were issued, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &CouponFilter) -> Result<Page<Coupon>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = followed(tx, filter.customer_id)?;
        let listing = filter.page.of("coupons", &filter)?;
        Ok(listing.page(store::coupons(tx, &filter, &listing)?, |coupon| [coupon.id.0]))
    }

    /// Uses of coupons in the order in which they were reserved, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn redemptions(&self, filter: &RedemptionFilter) -> Result<Page<Redemption>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = followed(tx, filter.customer_id)?;
        let listing = filter.page.of("redemptions", &filter)?;
        Ok(listing.page(store::redemptions(tx, &filter, &listing)?, |one| [one.id.0]))
    }

    /// The moves of a coupon, oldest first.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for what cannot be a code.
    pub fn history(&self, code: &str) -> Result<Vec<StageChange>> {
        let coupon = self.get(code)?;
        journal::stages_of(self.tx.reader(), COUPON.entity(), coupon.id.0)
    }
}

impl Coupons<'_, WriteTransaction> {
    /// Takes a coupon back: no basket can reserve it any more. Why is logged as a token. Baskets that hold a shared coupon
    /// may still redeem or release it, but not prolong what they hold; a coupon of one use that is held is released first.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is reserved, used, expired or revoked already.
    pub fn revoke(&self, code: &str, reason: Option<&str>) -> Result<Coupon> {
        let tx = self.tx;
        let mut coupon = self.get(code)?;
        let reason = reason.map(|reason| crate::vocabulary::text::token("/reason", reason)).transpose()?;
        tx.step(|| {
            go(tx, &mut coupon, CouponState::Revoked, reason.as_deref())?;
            announce(tx, "coupon.revoked", &coupon, json!({ "program_id": coupon.program_id, "reason": reason }))
        })?;
        Ok(coupon)
    }
}

/// A coupon of a customer's own that can be used, for the view.
pub(crate) struct UsableCoupon {
    pub(crate) id: CouponId,
    /// The name of its programme.
    pub(crate) program: String,
    pub(crate) state: CouponState,
    /// When it got there.
    pub(crate) at: Timestamp,
}

/// The coupons of a customer's own that can be used; of a customer that is not merged.
pub(crate) fn usable_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<UsableCoupon>> {
    store::usable_of(tx, customer)
}

/// A code that people can read out and nobody can guess, for another room.
pub(crate) fn generate_code(
    tx: &WriteTransaction,
    what: &str,
    rev: i64,
    is_taken: impl Fn(&str) -> Result<bool>,
) -> Result<String> {
    codes::generate(tx, (what, ""), (rev, 0), is_taken)
}

/// The code of a coupon, for the room that had it issued.
pub(crate) fn code_of(tx: &ReadTransaction, id: CouponId) -> Result<String> {
    coupon_with(tx, id).map(|coupon| coupon.code)
}

/// A code in its stored form, for another room.
pub(crate) fn clean_code(path: &str, given: &str) -> Result<String> {
    rules::code(path, given)
}

/// The step of `tick`: ends reservations whose time is over, announces coupons that are about to expire, and lets coupons
/// and balances expire, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let overdue = store::overdue(tx, tx.now(), BATCH)?;
        for reservation in &overdue {
            uses::release(tx, reservation.clone(), "timeout")?;
        }
        let coupons = store::due(tx, tx.now(), BATCH)?;
        for coupon in &coupons {
            end_or_remind(tx, coupon.clone())?;
        }
        Ok(overdue.len() + coupons.len() + ledger::expire_due(tx, BATCH)?)
    })
}

fn end_or_remind(tx: &WriteTransaction, mut coupon: Coupon) -> Result<()> {
    let facts = json!({ "program_id": coupon.program_id, "expires_at": coupon.expires_at });
    if coupon.expires_at.is_some_and(|at| at <= tx.now()) {
        go(tx, &mut coupon, CouponState::Expired, None)?;
        return announce(tx, "coupon.expired", &coupon, facts);
    }
    coupon.reminded_at = Some(tx.now());
    coupon.update(tx, journal::next_seq(tx)?)?;
    announce(tx, "coupon.expiring", &coupon, facts)
}

/// Differences between what is stored about limits and states and the uses that they come from.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let found = [
        (store::differences(tx)?, "coupon programmes differ from their redemptions"),
        (store::misplaced(tx)?, "coupons are in another state than their redemptions say"),
        (store_values::differences(tx)?, "balances of gift cards and store credit differ from their entries"),
    ];
    Ok(found.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}

/// Takes a coupon to another state.
fn go(tx: &WriteTransaction, coupon: &mut Coupon, to: CouponState, reason: Option<&str>) -> Result<()> {
    journal::go(tx, &COUPON, (coupon.id.0, coupon.customer_id), (coupon.state, to), reason)?;
    coupon.state = to;
    coupon.updated_at = tx.now();
    coupon.update(tx, journal::next_seq(tx)?)
}

fn coupon_of(tx: &ReadTransaction, code: &str) -> Result<Coupon> {
    let code = rules::code("/code", code)?;
    store::by_code(tx, &code)?.ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such coupon").at("/code"))
}

fn program_of(tx: &ReadTransaction, id: CouponProgramId) -> Result<CouponProgram> {
    CouponProgram::by_id(tx, id)?.or_not_found(CouponProgramId::WHAT, id).map_err(|error| error.at("/program_id"))
}

fn coupon_with(tx: &ReadTransaction, id: CouponId) -> Result<Coupon> {
    Coupon::by_id(tx, id)?.or_not_found(CouponId::WHAT, id)
}

fn followed(tx: &ReadTransaction, customer: Option<CustomerId>) -> Result<Option<CustomerId>> {
    let found = customer.map(|customer| customers::require(tx, customer)).transpose();
    found.map_err(|error| error.at("/customer_id"))
}

fn announce(tx: &WriteTransaction, name: &'static str, coupon: &Coupon, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(coupon.customer_id).entity("coupon", coupon.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
