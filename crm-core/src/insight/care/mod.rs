//! Care: whom to greet, thank, remind or call today, and why.
//!
//! Owns the rules and what became of each occasion. The list itself is read from what the rooms know: birthdays, first
//! orders, warranties that end, customers who fell silent, parcels that came, complaints that were resolved. Promises that
//! an occasion is on the list from the first to the last day of its rule, until somebody notes what became of it, and says
//! what speaks against it. Refuses to send anything.

mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    CareAction, CareFilter, CareHistory, CareHold, CareItem, CareNote, CareOutcome, CareReason, CareRule, CareRules,
    NewCare,
};

use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, shop};
use crate::vocabulary::{CareId, Page, Result, ids, text};
use serde_json::json;

room! {
    /// Whom to greet, thank, remind or call.
    CareLists, care
}

customer_rows! { CUSTOMER_ROWS, "crm_care" }

impl<T: Reading> CareLists<'_, T> {
    /// Whom to greet, thank, remind or call on a day, the earliest occasion first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn due(&self, filter: &CareFilter) -> Result<Page<CareItem>> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let day = filter.day.map_or_else(|| shop::today(tx), Ok)?;
        // A page that is asked for tomorrow goes on with the list of today.
        let listing = filter.page.of("care", &CareFilter { day: Some(day), ..filter.clone() })?;
        let mut found = Vec::new();
        for rule in store::rules(tx)?.rules.iter().filter(|rule| rule.active) {
            if filter.reasons.as_ref().is_none_or(|reasons| reasons.contains(&rule.reason)) {
                found.extend(store::due(tx, rule, day, filter, &listing)?);
            }
        }
        found.sort_by_key(store::key);
        Ok(listing.page(found, store::key))
    }

    /// The rules, one per reason.
    ///
    /// # Errors
    /// Only those of the file.
    pub fn rules(&self) -> Result<CareRules> {
        store::rules(self.tx.reader())
    }

    /// The occasions of a customer that were used or let pass, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn history(&self, of: &CareHistory) -> Result<Page<CareNote>> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, of.customer_id, "/customer_id")?;
        let listing = of.page.of("care history", &CareHistory { customer_id: customer, ..of.clone() })?;
        Ok(listing.page(store::history(tx, customer, &listing)?, |care| [care.id.0]))
    }
}

impl CareLists<'_, WriteTransaction> {
    /// Puts rules in the place of those before; they hold at once. The rules afterwards, in the order of the reasons.
    ///
    /// # Errors
    /// `invalid_input` for two rules of one reason, or days out of bounds.
    pub fn save_rules(&self, given: CareRules) -> Result<CareRules> {
        let tx = self.tx;
        let after = rules::clean(given)?;
        if after == self.rules()? {
            return Ok(after);
        }
        tx.step(|| {
            store::save_rules(tx, &after, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("care.rules_saved").payload(json!({ "rules": after.rules.len() })))
        })?;
        Ok(after)
    }

    /// Notes what became of an occasion, which leaves the list. Again with the same outcome changes nothing; with another
    /// one, the new one holds.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for a bad id or note.
    pub fn note(&self, mut new: NewCare) -> Result<CareNote> {
        let tx = self.tx;
        new.customer_id = customers::require_at(tx, new.customer_id, "/customer_id")?;
        ids::require_row_id("/about_id", new.about_id)?;
        ids::require_row_id("/staff_id", new.staff_id.map(i64::from))?;
        let known = store::of_occasion(tx, &new)?;
        if let Some(known) = &known
            && known.outcome == new.outcome
        {
            return Ok(known.clone());
        }
        let mut care = CareNote {
            id: known.as_ref().map_or(CareId(0), |known| known.id),
            customer_id: new.customer_id,
            reason: new.reason,
            occasion: new.occasion,
            about_id: new.about_id,
            outcome: new.outcome,
            staff_id: new.staff_id,
            note: text::optional_note("/note", new.note.as_deref())?,
            at: tx.now(),
        };
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            match &known {
                Some(_) => care.update(tx, rev)?,
                None => care.id = care.insert(tx, rev)?,
            }
            let name = if care.outcome == CareOutcome::Given { "care.given" } else { "care.skipped" };
            let facts = json!({
                "reason": care.reason, "occasion": care.occasion, "about_id": care.about_id, "staff_id": care.staff_id,
            });
            let event = Entry::new(name).customer(care.customer_id).entity("care", care.id);
            journal::append(tx, event.payload(facts)).map(drop)
        })?;
        Ok(care)
    }
}
