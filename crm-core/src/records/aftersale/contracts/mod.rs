//! Service contracts: what a customer is entitled to beyond any warranty, for how long, and what of it was used.
//!
//! Owns contracts and the uses of their entitlements. Promises that one piece is covered by one contract at a time unless
//! that is allowed by name; that no more is used in a year of the contract than is included, unless it is noted as
//! beyond; that a contract is announced once as expiring, and then ends, or goes on with the next one that points back
//! to it; and that what it gives follows from its days, whether or not `tick` has run. A suspended contract ends by its
//! days all the same.

mod model;
mod rules;
mod steps;
mod store;
mod write;

#[cfg(test)]
mod tests;

pub use model::{
    Contract, ContractBilling, ContractFilter, ContractRenewal, ContractState, CoveringContract, EntitlementKind,
    EntitlementUsage, EntitlementUse, NewContract,
};
pub(crate) use steps::tick;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::aftersale::assets;
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    AssetId, ContractId, CustomerId, EntitlementUseId, Error, ErrorCode, Page, Result, Timestamp, text,
};
use rules::MACHINE;
use serde_json::json;

room! {
    /// Service contracts and what they entitle to.
    Contracts, contracts
}

customer_rows! { CUSTOMER_ROWS, "crm_contract", moving "contract" }

impl<T: Reading> Contracts<'_, T> {
    /// One contract.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ContractId) -> Result<Contract> {
        Contract::by_id(self.tx.reader(), id)?.or_not_found(ContractId::WHAT, id)
    }

    /// Contracts, the latest before the others, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ContractFilter) -> Result<Page<Contract>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("contracts", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |contract| [contract.id.0]))
    }

    /// The states of a contract, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ContractId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// What was used in the year of the contract in which an instant lies, now by default.
    ///
    /// # Errors
    /// `not_found`.
    pub fn usage(&self, id: ContractId, at: Option<Timestamp>) -> Result<Vec<EntitlementUsage>> {
        let tx = self.tx.reader();
        let contract = self.get(id)?;
        let day = shop::settings(tx)?.time_zone.date_of(at.unwrap_or(tx.now()));
        let year_from = rules::year_from(contract.starts_on, day);
        let one = |(kind, entitled): (EntitlementKind, Option<u32>)| {
            let (used, over) = store::used(tx, id, kind, year_from)?;
            let left = entitled.map(|entitled| entitled.saturating_sub(used - over));
            Ok(EntitlementUsage { kind, year_from, entitled, used, over, left })
        };
        [(EntitlementKind::Visit, contract.visits), (EntitlementKind::Call, contract.calls)]
            .into_iter()
            .map(one)
            .collect()
    }

    /// The contract that gives most for a customer's piece or article at an instant, now by default; none is an answer.
    ///
    /// # Errors
    /// `not_found` for an unknown customer or piece.
    pub fn covers(
        &self,
        customer: CustomerId,
        asset: Option<AssetId>,
        sku: Option<&str>,
        at: Option<Timestamp>,
    ) -> Result<Option<CoveringContract>> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let asset = asset.map(|asset| assets::require(tx, asset)).transpose()?;
        let sku = sku.or(asset.as_ref().map(|asset| asset.sku.as_str()));
        cover_at(tx, customer, asset.as_ref().map(|asset| asset.id), sku, at.unwrap_or(tx.now()))
    }
}

impl Contracts<'_, WriteTransaction> {
    /// Writes a contract down as a draft.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `not_found` for an unknown customer or piece; `conflict` for a number
    /// that another one has, and for what another one covers at that time; `blocked` for a customer whom the shop does
    /// not serve.
    pub fn create(&self, new: NewContract) -> Result<Contract> {
        let tx = self.tx;
        tx.step(|| {
            let mut contract = write::draft(tx, new)?;
            customers::require_serviceable(tx, contract.customer_id)?;
            write::require_free(tx, &contract)?;
            write::insert(tx, &mut contract)?;
            Ok(contract)
        })
    }

    /// Gives a draft other terms; its number stays unless another one is given.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a contract that is no draft; and as [`Contracts::create`].
    pub fn update(&self, id: ContractId, terms: NewContract) -> Result<Contract> {
        let tx = self.tx;
        let known = self.get(id)?;
        if known.state != ContractState::Draft {
            return Err(Error::conflict(format!("a contract that is {} does not change", known.state))
                .at("/id")
                .existing(id)
                .hint("cancel or terminate it, and write another one"));
        }
        tx.step(|| {
            let number = terms.number.clone().or(Some(known.number.clone()));
            let drawn = write::draft(tx, NewContract { number, ..terms })?;
            if drawn.customer_id != known.customer_id {
                return Err(Error::invalid("/customer_id", "a contract stays with its customer"));
            }
            let mut after = Contract { id, created_at: known.created_at, updated_at: known.updated_at, ..drawn };
            if after == known {
                return Ok(known);
            }
            write::require_free(tx, &after)?;
            save(tx, &mut after)?;
            announce(tx, "contract.updated", &after, json!({}))?;
            Ok(after)
        })
    }

    /// Notes that a draft was sent to be signed.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `blocked`.
    pub fn send(&self, id: ContractId) -> Result<Contract> {
        self.change(id, |tx, contract| {
            customers::require_serviceable(tx, contract.customer_id)?;
            steps::go(tx, contract, ContractState::PendingSignature, "contract.sent", None)
        })
    }

    /// Notes that a contract is signed: it gives what it says from its first day on.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `conflict` for what another contract covers at that time.
    pub fn sign(&self, id: ContractId) -> Result<Contract> {
        self.change(id, steps::sign)
    }

    /// Calls a contract off that nobody signed.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a reason that is no token.
    pub fn cancel(&self, id: ContractId, reason: Option<&str>) -> Result<Contract> {
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        self.change(id, |tx, contract| {
            (contract.ended_at, contract.end_reason) = (Some(tx.now()), reason.clone());
            steps::go(tx, contract, ContractState::Cancelled, "contract.cancelled", reason.as_deref())
        })
    }

    /// Lets a contract give nothing for a while.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a reason that is no token.
    pub fn suspend(&self, id: ContractId, reason: Option<&str>) -> Result<Contract> {
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        self.change(id, |tx, contract| {
            contract.suspended_at = Some(tx.now());
            steps::go(tx, contract, ContractState::Suspended, "contract.suspended", reason.as_deref())
        })
    }

    /// Lets a suspended contract go on.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not suspended.
    pub fn resume(&self, id: ContractId) -> Result<Contract> {
        self.change(id, steps::resume)
    }

    /// Ends a contract before its last day. `unused` tells the part of its price for the days after today; the shop gives
    /// it back, or not, by a refund.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a reason that is no token.
    pub fn terminate(&self, id: ContractId, reason: &str) -> Result<Contract> {
        self.change(id, |tx, contract| steps::terminate(tx, contract, reason))
    }

    /// Lets an expiring contract go on: the next one, signed, with the same terms from the day after its last. The next
    /// one.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not expiring; `conflict` for a number that another one has,
    /// and for what another one covers then; `blocked` for a customer whom the shop does not serve.
    pub fn renew(&self, id: ContractId, number: Option<&str>) -> Result<Contract> {
        let tx = self.tx;
        let number = number.map(|number| text::key("/number", number, rules::MAX_KEY)).transpose()?;
        tx.step(|| {
            let mut contract = self.get(id)?;
            steps::catch_up(tx, &mut contract, shop::today(tx)?)?;
            MACHINE.require(contract.state, ContractState::Renewed)?;
            customers::require_serviceable(tx, contract.customer_id)?;
            steps::renew(tx, &mut contract, number)
        })
    }

    /// Uses one of what a contract includes in this year of it. A key of the host that is known for the contract changes
    /// nothing. What is `over` is noted as beyond, for the bill.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a contract that gives nothing today; `limit` for more than is included, unless `over`
    /// is set.
    pub fn use_entitlement(
        &self,
        id: ContractId,
        kind: EntitlementKind,
        reference: Option<&str>,
        over: bool,
    ) -> Result<EntitlementUse> {
        let tx = self.tx;
        let reference = reference.map(|key| text::key("/reference", key, rules::MAX_KEY)).transpose()?;
        let contract = self.get(id)?;
        if let Some(reference) = &reference
            && let Some(known) = store::use_of(tx, id, reference)?
        {
            return Ok(known);
        }
        let today = steps::require_giving(&contract, tx)?;
        let year_from = rules::year_from(contract.starts_on, today);
        let entitled = if kind == EntitlementKind::Visit { contract.visits } else { contract.calls };
        let (used, beyond) = store::used(tx, id, kind, year_from)?;
        let is_over = entitled.is_some_and(|entitled| used - beyond >= entitled);
        if is_over && !over {
            return Err(Error::new(ErrorCode::Limit, "everything that the contract includes this year is used")
                .at("/kind")
                .existing(id)
                .hint("set `over` to note it as beyond, and bill it"));
        }
        let mut made = EntitlementUse {
            id: EntitlementUseId(0),
            contract_id: id,
            kind,
            year_from,
            is_over,
            reference,
            used_at: tx.now(),
        };
        tx.step(|| {
            made.id = made.insert(tx, journal::next_seq(tx)?)?;
            let facts = json!({ "kind": kind, "use_id": made.id, "year_from": year_from, "is_over": is_over });
            announce(tx, "contract.entitlement_used", &contract, facts)
        })?;
        Ok(made)
    }

    /// A change of a contract that is all or nothing, after what time has brought.
    fn change(
        &self,
        id: ContractId,
        change: impl FnOnce(&WriteTransaction, &mut Contract) -> Result<()>,
    ) -> Result<Contract> {
        let tx = self.tx;
        tx.step(|| {
            let mut contract = self.get(id)?;
            steps::catch_up(tx, &mut contract, shop::today(tx)?)?;
            change(tx, &mut contract)?;
            Ok(contract)
        })
    }
}

/// The contract that gives most for a customer's piece or article at an instant.
pub(crate) fn cover_at(
    tx: &ReadTransaction,
    customer: CustomerId,
    asset: Option<AssetId>,
    sku: Option<&str>,
    at: Timestamp,
) -> Result<Option<CoveringContract>> {
    let day = shop::settings(tx)?.time_zone.date_of(at);
    let all = store::of_customer(tx, customer)?;
    let covering = all.iter().filter(|one| rules::gives(one, at, day) && rules::is_for(one, asset, sku));
    Ok(covering.max_by_key(|one| rules::goodness(one)).map(|one| CoveringContract {
        contract_id: one.id,
        parts_rate: one.parts_rate,
        labour: one.labour,
        travel: one.travel,
        response_s: one.response_s,
        resolution_s: one.resolution_s,
    }))
}

fn save(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    contract.updated_at = tx.now();
    contract.next_on = rules::next_on(contract);
    contract.update(tx, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, contract: &Contract, more: serde_json::Value) -> Result<()> {
    let event = Entry::new(name).customer(contract.customer_id).entity("contract", contract.id);
    let facts = json!({ "state": contract.state, "renewal": contract.renewal });
    journal::append(tx, event.payload(facts).facts(more)).map(drop)
}

/// Whether a contract gives anything today.
pub(crate) fn gives_now(tx: &ReadTransaction, id: ContractId) -> Result<bool> {
    let contract = tx.contracts().get(id)?;
    Ok(rules::gives(&contract, tx.now(), shop::today(tx)?))
}

/// Contracts that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let (links, uses) = store::contradictions(tx)?;
    let found =
        [(links, "contracts do not follow each other"), (uses, "entitlements were used more often than included")];
    Ok(found.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}
