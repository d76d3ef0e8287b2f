//! Partners and commissions: who sells for the shop, what they get for it, and what goes back.
//!
//! Owns partners (each is a customer too), commission plans, and the commissions of partners and staff. Promises that the
//! parts of a commission add up to the whole, that an order is commissioned once under a plan, that commissions follow
//! their order in the same transaction (a refund takes back its part until the claw-back period has ended, a cancellation
//! all), that never more is taken back than was given, and that an account adds up. A commission stands as it was given:
//! an order that grows later, or turnover that is lost, makes no other one.
//!
//! Refuses to pay: the host does, and the payout says what.

mod account;
mod attribute;
mod bases;
mod model;
mod price;
mod rules;
mod settle;
mod store;
mod terms;

#[cfg(test)]
mod tests;

pub use model::{
    AttributedLine, AttributedLines, Attribution, Beneficiary, BeneficiaryKind, Commission, CommissionFilter,
    CommissionPayout, CommissionPlan, CommissionShare, CommissionShares, CommissionState, CommissionStatement,
    EntryKind, NewCommissionPlan, NewPartner, Partner, PartnerFilter, PartnerKind, PartnerPatch,
};
pub use price::PriceTerms;
pub(crate) use settle::{react, tick};
pub use terms::{CommissionBasis, PlanTerms, TurnoverPeriod, TurnoverTier};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    CommissionId, CommissionPlanId, CustomerId, Date, Error, OrderId, Page, PageRequest, PartnerId, Result, Timestamp,
};
use serde_json::json;

room! {
    /// Partners, and the commissions of partners and staff.
    Partners, partners
}

customer_rows! { CUSTOMER_ROWS, "crm_partner" }
customer_rows! { ATTRIBUTION_ROWS, "crm_attribution" }

impl<T: Reading> Partners<'_, T> {
    /// One partner.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: PartnerId) -> Result<Partner> {
        Partner::by_id(self.tx.reader(), id)?.or_not_found(PartnerId::WHAT, id)
    }

    /// The partner of a code, if there is one.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, code: &str) -> Result<Option<Partner>> {
        store::partner_of(self.tx.reader(), code)
    }

    /// Partners in the order of their ids, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &PartnerFilter) -> Result<Page<Partner>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("partners", &filter)?;
        Ok(listing.page(store::partners(tx, &filter, &listing)?, |partner| [partner.id.0]))
    }

    /// One commission plan.
    ///
    /// # Errors
    /// `not_found`.
    pub fn plan(&self, id: CommissionPlanId) -> Result<CommissionPlan> {
        CommissionPlan::by_id(self.tx.reader(), id)?.or_not_found(CommissionPlanId::WHAT, id)
    }

    /// Commission plans in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn plans(&self, page: &PageRequest) -> Result<Page<CommissionPlan>> {
        let listing = page.of("commission plans", &())?;
        Ok(listing.page(store::plans(self.tx.reader(), &listing)?, |plan| [plan.id.0]))
    }

    /// One commission.
    ///
    /// # Errors
    /// `not_found`.
    pub fn commission(&self, id: CommissionId) -> Result<Commission> {
        Commission::by_id(self.tx.reader(), id)?.or_not_found(CommissionId::WHAT, id)
    }

    /// Commissions in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn commissions(&self, filter: &CommissionFilter) -> Result<Page<Commission>> {
        let listing = filter.page.of("commissions", filter)?;
        Ok(listing.page(store::commissions(self.tx.reader(), filter, &listing)?, |commission| [commission.id.0]))
    }

    /// The account of a beneficiary over the days from `from_day` until before `until_day`.
    ///
    /// # Errors
    /// `not_found` for an unknown partner; `invalid_input` for a period without a day.
    pub fn statement(&self, of: Beneficiary, from_day: Date, until_day: Date) -> Result<CommissionStatement> {
        account::statement(self.tx.reader(), of, (from_day, until_day))
    }
}

impl Partners<'_, WriteTransaction> {
    /// Records that a customer is a partner.
    ///
    /// # Errors
    /// `invalid_input` for a bad field; `not_found` for an unknown customer; `conflict` for a known code, or a customer
    /// who is a partner of this kind already.
    pub fn create(&self, new: NewPartner) -> Result<Partner> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        if let Some(known) = self.find(&new.code)? {
            return Err(Error::conflict("a partner with this code is known").at("/code").existing(known.id));
        }
        require_first(tx, customer, new.kind).map_err(|error| error.at("/customer_id"))?;
        let mut partner = Partner {
            id: PartnerId(0),
            customer_id: customer,
            kind: new.kind,
            code: new.code,
            territory: new.territory,
            level: new.level,
            agreement: new.agreement,
            discount_rate: new.discount_rate,
            active: true,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            partner.id = partner.insert(tx, journal::next_seq(tx)?)?;
            announce(tx, "partner.joined", &partner)
        })?;
        Ok(partner)
    }

    /// Changes a partner; the partner afterwards. One that is not active gets no new commissions.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field; `conflict` for another kind of which the customer is a partner
    /// already.
    pub fn update(&self, id: PartnerId, patch: PartnerPatch) -> Result<Partner> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        // A merge may have made two of one kind; they can still be changed in everything else.
        if after.kind != known.kind {
            require_first(tx, after.customer_id, after.kind).map_err(|error| error.at("/kind"))?;
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "partner.updated", &after)
        })?;
        Ok(after)
    }

    /// Records a commission plan.
    ///
    /// # Errors
    /// `invalid_input` for terms that contradict each other or are not in the base currency; `limit` for too many parts.
    pub fn create_plan(&self, new: NewCommissionPlan) -> Result<CommissionPlan> {
        let tx = self.tx;
        let new = rules::clean_plan(new, tx.now())?;
        let mut plan = CommissionPlan {
            id: CommissionPlanId(0),
            name: new.name,
            terms: new.terms,
            priority: new.priority,
            starts_at: new.starts_at.unwrap_or(tx.now()),
            ends_at: new.ends_at,
            created_at: tx.now(),
        };
        tx.step(|| {
            for amount in plan.terms.amounts() {
                let base = shop::base_currency_or_adopt(tx, amount.currency)?;
                if amount.currency != base {
                    return Err(Error::invalid("/terms", format!("the amounts of a plan are in {base}")));
                }
            }
            plan.id = plan.insert(tx, journal::next_seq(tx)?)?;
            let facts = json!({ "basis": plan.terms.basis, "starts_at": plan.starts_at, "ends_at": plan.ends_at });
            journal::append(tx, Entry::new("commission_plan.created").entity("commission_plan", plan.id).payload(facts))
        })?;
        Ok(plan)
    }

    /// Ends a plan for orders placed at or after an instant; null lets it go on. Commissions that were given stay.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for an end before the beginning.
    pub fn end_plan(&self, id: CommissionPlanId, ends_at: Option<Timestamp>) -> Result<CommissionPlan> {
        let tx = self.tx;
        let known = self.plan(id)?;
        rules::require_order(known.starts_at, ends_at)?;
        let after = CommissionPlan { ends_at, ..known.clone() };
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            let event = Entry::new("commission_plan.ended").entity("commission_plan", id);
            journal::append(tx, event.payload(json!({ "ends_at": ends_at })))
        })?;
        Ok(after)
    }

    /// Computes the commissions of an order, line by line, under the plan that was in force when it was placed: each line
    /// under the first one by priority that covers it, or under the plan that is named. Commissions that are known are
    /// returned as they are.
    ///
    /// # Errors
    /// `not_found` for an unknown order, plan or partner; `invalid_input` for shares that do not add up to 1;
    /// `conflict` when they are known for others, when no plan covers the order, for a draft or cancelled order, and for
    /// a partner who is not active.
    pub fn attribute(
        &self,
        order: OrderId,
        beneficiaries: &[CommissionShare],
        plan: Option<CommissionPlanId>,
    ) -> Result<Vec<Attribution>> {
        self.tx.step(|| attribute::attribute(self.tx, order, beneficiaries, plan))
    }

    /// Brings the commissions of an order in line with it: earned when it is paid and completed, before its claw-back
    /// period has ended too.
    ///
    /// # Errors
    /// `not_found` for an unknown order.
    pub fn settle(&self, order: OrderId) -> Result<Vec<Attribution>> {
        let tx = self.tx;
        tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        tx.step(|| {
            let known = store::attributions_of(tx, order)?;
            known.into_iter().map(|one| settle::settle(tx, one, settle::How::Earn)).collect()
        })
    }

    /// Approves earned commissions, all or nothing.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not earned; `limit` for more than 10,000.
    pub fn approve(&self, ids: &[CommissionId]) -> Result<Vec<Commission>> {
        self.tx.step(|| account::approve(self.tx, ids))
    }

    /// Pays the approved commissions that a beneficiary earned on the days from `from_day` until before `until_day`, less
    /// what was taken back of earlier payouts.
    ///
    /// # Errors
    /// `not_found` for an unknown partner; `conflict` when nothing is approved, or when more is to be set off.
    pub fn pay(&self, to: Beneficiary, from_day: Date, until_day: Date) -> Result<CommissionPayout> {
        self.tx.step(|| account::pay(self.tx, to, (from_day, until_day)))
    }
}

/// Requires that a customer is no partner of a kind yet.
fn require_first(tx: &ReadTransaction, customer: CustomerId, kind: PartnerKind) -> Result<()> {
    match store::partners_of(tx, customer)?.into_iter().find(|one| one.kind == kind) {
        Some(known) => Err(Error::conflict(format!("the customer is a partner of the kind {kind} already"))
            .existing(known.id)
            .hint("change that one with partners.update")),
        None => Ok(()),
    }
}

fn with_commissions(tx: &ReadTransaction, mut attribution: Attribution) -> Result<Attribution> {
    attribution.commissions = store::commissions_of(tx, attribution.id)?;
    Ok(attribution)
}

/// Commissions and accounts that contradict each other; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let found = store::contradictions(tx)?;
    let what = [
        "attributions whose commissions do not add up",
        "commissions of which more was taken back than given, or less than their state says",
        "accounts that differ from their commissions and payouts",
    ];
    Ok(what.iter().zip(found).filter(|(_, count)| *count > 0).map(|(what, count)| format!("{count} {what}")).collect())
}

fn announce(tx: &WriteTransaction, name: &'static str, partner: &Partner) -> Result<()> {
    let facts = json!({ "kind": partner.kind, "active": partner.active });
    let event = Entry::new(name).customer(partner.customer_id).entity("partner", partner.id);
    journal::append(tx, event.payload(facts)).map(drop)
}
