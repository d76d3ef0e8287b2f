//! Warranties: what is covered of a piece, by whom and until when; and the one question that is asked of it.
//!
//! Owns plans, the warranties of pieces, and the claims on them. Promises that a piece has its warranties as soon as it
//! has an owner, by the plans of that day; that a warranty keeps the terms with which it was made; that its state follows
//! from its days and from what was noted of it, whether or not `tick` has run; that it is announced once as expiring and
//! once as expired; that no more claims are paid than its plan allows; and that a check is a handful of look-ups.
//!
//! Days are calendar days in the shop's zone: a warranty of 12 months that begins on 2 March covers until the end of
//! 2 March a year later. Moves are logged without a customer: a warranty belongs to its piece.

mod answer;
mod check;
mod claims;
mod follow;
mod make;
mod model;
mod rules;
mod steps;
mod store;

#[cfg(test)]
mod tests;

pub use answer::{CheckedAsset, WarrantyCheck, WarrantyQuery};
pub(crate) use check::{cover_at, held_by};
pub(crate) use follow::{follow_asset, react, void_asset};
pub use model::{
    AddWarranty, ClaimedWarranty, SaveWarrantyPlan, VoidReason, Warranty, WarrantyClaim, WarrantyFilter, WarrantyKind,
    WarrantyPlan, WarrantyPlanFilter, WarrantyStart, WarrantyState, WarrantyVerdict,
};
pub(crate) use steps::tick;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Page, PageRequest, Result, WarrantyId, WarrantyPlanId};
use serde_json::json;

room! {
    /// Warranties of pieces, and the warranty check.
    Warranties, warranties
}

impl<T: Reading> Warranties<'_, T> {
    /// One warranty, as it stands today.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: WarrantyId) -> Result<Warranty> {
        let tx = self.tx.reader();
        Ok(shown(Warranty::by_id(tx, id)?.or_not_found(WarrantyId::WHAT, id)?, shop::today(tx)?))
    }

    /// Warranties as they stand today, the latest before the others, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &WarrantyFilter) -> Result<Page<Warranty>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("warranties", &filter)?;
        let today = shop::today(tx)?;
        let found = store::list(tx, (&filter, filter.customer_id), today, &listing)?;
        Ok(listing.page(found, |warranty| [warranty.id.0]).map(|warranty| shown(warranty, today)))
    }

    /// The states that were noted of a warranty, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: WarrantyId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), rules::MACHINE.entity(), id.0)
    }

    /// The claims on a warranty, the latest before the others, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn claims(&self, id: WarrantyId, page: &PageRequest) -> Result<Page<WarrantyClaim>> {
        self.get(id)?;
        let listing = page.of("warranty_claims", &id)?;
        Ok(listing.page(store::claims(self.tx.reader(), id, &listing)?, |claim| [claim.id.0]))
    }

    /// Plans in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn plans(&self, filter: &WarrantyPlanFilter) -> Result<Page<WarrantyPlan>> {
        let listing = filter.page.of("warranty_plans", filter)?;
        Ok(listing.page(store::plans(self.tx.reader(), filter, &listing)?, |plan| [plan.id.0]))
    }

    /// Whether a piece, or each piece of an order, is in warranty or under a service contract, what of it is covered, and
    /// by what. The best cover counts: most of parts, labour and service on the spot, then the longest. That nothing is
    /// known of a serial, piece or order is an answer too.
    ///
    /// # Errors
    /// `invalid_input` unless exactly one of serial, piece, order and number is named, and for a text that is none.
    pub fn check(&self, query: &WarrantyQuery) -> Result<WarrantyCheck> {
        check::check(self.tx.reader(), query)
    }
}

impl Warranties<'_, WriteTransaction> {
    /// Records a plan, or gives a known one new terms. Pieces that come to an owner from now on have them; a plan that is
    /// not active applies to none.
    ///
    /// # Errors
    /// `not_found` for an unknown plan; `invalid_input` and `limit` for a bad field.
    pub fn save_plan(&self, plan: SaveWarrantyPlan) -> Result<WarrantyPlan> {
        let tx = self.tx;
        let plan = rules::clean_plan(plan)?;
        let known = match plan.id {
            Some(id) => Some(WarrantyPlan::by_id(tx, id)?.or_not_found(WarrantyPlanId::WHAT, id)?),
            None => None,
        };
        let mut after = make::plan(tx, plan, known.as_ref());
        if known.as_ref() == Some(&after) {
            return Ok(after);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            match known {
                Some(_) => after.update(tx, rev)?,
                None => after.id = after.insert(tx, rev)?,
            }
            let facts = json!({ "kind": after.kind, "sku": after.sku, "active": after.active });
            journal::append(tx, Entry::new("warranty_plan.saved").entity("warranty_plan", after.id).payload(facts))
        })?;
        Ok(after)
    }

    /// Adds a warranty to a piece, such as an extension that was sold.
    ///
    /// # Errors
    /// `not_found` for an unknown piece or plan; `conflict` for a piece without an owner, a plan that does not apply any
    /// more, or a key of the piece with another plan; `invalid_input` for a plan of other pieces; `blocked` for an owner
    /// to whom the shop sells nothing.
    pub fn add(&self, new: AddWarranty) -> Result<Warranty> {
        self.tx.step(|| make::add(self.tx, new))
    }

    /// Lets a warranty not cover for a while.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a reason that is
    /// no token.
    pub fn suspend(&self, id: WarrantyId, reason: Option<&str>) -> Result<Warranty> {
        self.tx.step(|| steps::suspend(self.tx, id, reason))
    }

    /// Lets a suspended warranty cover again; where its plan says so, with the days on which it did not.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not suspended, or has expired meanwhile.
    pub fn resume(&self, id: WarrantyId) -> Result<Warranty> {
        self.tx.step(|| steps::resume(self.tx, id))
    }

    /// Ends a warranty for a reason, for good.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that has expired, is used up or void.
    pub fn void(&self, id: WarrantyId, reason: VoidReason) -> Result<Warranty> {
        self.tx.step(|| steps::void_by_hand(self.tx, id, reason))
    }

    /// Uses one claim of a warranty. A key of the host that is known for the warranty changes nothing.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a warranty that has not begun, has expired, is suspended, used up or void;
    /// `invalid_input` and `limit` for a bad text.
    pub fn claim(&self, id: WarrantyId, reference: Option<&str>, note: Option<&str>) -> Result<ClaimedWarranty> {
        self.tx.step(|| claims::claim(self.tx, id, reference, note))
    }
}

/// A warranty as it stands on a day.
fn shown(mut warranty: Warranty, today: crate::Date) -> Warranty {
    warranty.state = rules::state_on(&warranty, today);
    warranty.next_on = rules::next_on(&warranty);
    warranty
}

/// Warranties that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let (mut dates, mut states) = (0_i64, 0_i64);
    store::each(tx, |warranty| {
        let last = warranty.starts_on.map(|first| rules::last_day(warranty, first));
        dates += i64::from(last != warranty.ends_on || rules::next_on(warranty) != warranty.next_on);
        let is_void = warranty.state == WarrantyState::Void;
        let is_exhausted = warranty.claims_limit.is_some_and(|limit| warranty.claims_used >= limit);
        states += i64::from(
            warranty.void_at.is_some() != is_void
                || warranty.void_reason.is_some() != is_void
                || warranty.exhausted_at.is_some() != is_exhausted,
        );
    })?;
    let found = [
        (dates, "warranties have other days than their terms"),
        (states, "warranties contradict what was noted of them"),
        (store::miscounted(tx)?, "warranties count other claims than there are"),
    ];
    Ok(found.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}
