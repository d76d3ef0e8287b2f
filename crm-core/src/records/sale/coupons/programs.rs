//! Making and changing programmes.

use super::{CouponProgram, CouponProgramPatch, Coupons, NewCouponProgram, rules, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::vocabulary::{Money, Result};
use serde_json::{Value, json};

impl Coupons<'_, WriteTransaction> {
    /// Makes a programme.
    ///
    /// # Errors
    /// `invalid_input` for fields that do not fit together; `not_found` for an unknown list.
    pub fn create_program(&self, new: NewCouponProgram) -> Result<CouponProgram> {
        let tx = self.tx;
        crate::vocabulary::ids::require_row_id("/list_id", new.list_id.map(i64::from))?;
        let mut program = rules::program(new, tx.now())?;
        require_list(tx, &program)?;
        tx.step(|| {
            program.id = program.insert(tx, journal::next_seq(tx)?)?;
            announce(tx, "coupon_program.created", &program, json!({ "kind": program.kind, "active": program.active }))
        })?;
        Ok(program)
    }

    /// Changes a programme; what it gives stays.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for fields that do not fit together.
    pub fn update_program(
        &self,
        id: crate::vocabulary::CouponProgramId,
        patch: CouponProgramPatch,
    ) -> Result<CouponProgram> {
        let tx = self.tx;
        let known = self.get_program(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        require_list(tx, &after)?;
        let currency = after.budget.map(|budget| budget.currency);
        if currency != known.budget.map(|budget| budget.currency) {
            after.spent = match currency {
                Some(currency) => Some(Money::new(store::spent_in(tx, id, currency)?, currency)),
                None => None,
            };
        }
        after.updated_at = tx.now();
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            after.update(tx, rev)?;
            if let (Some(_), true) = (known.ends_at, known.ends_at != after.ends_at) {
                store::move_ends(tx, id, known.ends_at, after.ends_at, rev)?;
            }
            announce(tx, "coupon_program.updated", &after, json!({ "kind": after.kind, "active": after.active }))
        })?;
        Ok(after)
    }
}

fn require_list(tx: &WriteTransaction, program: &CouponProgram) -> Result<()> {
    let Some(list) = program.list_id else { return Ok(()) };
    let page = crate::vocabulary::PageRequest::first(1);
    tx.customers().list_members(list, &page).map(drop).map_err(|error| error.at("/list_id"))
}

fn announce(tx: &WriteTransaction, name: &'static str, program: &CouponProgram, payload: Value) -> Result<()> {
    journal::append(tx, Entry::new(name).entity("coupon_program", program.id).payload(payload)).map(drop)
}
