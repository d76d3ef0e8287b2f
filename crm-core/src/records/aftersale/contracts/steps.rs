//! The moves of a contract after it was written: by hand and by time.

use super::rules::{self, MACHINE};
use super::{Contract, ContractRenewal, ContractState, NewContract, announce, save, store, write};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::journal;
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, TaskKind};
use crate::records::{customers, shop};
use crate::vocabulary::{Date, Error, ErrorCode, Result, text};
use serde_json::json;

/// Contracts that `tick` looks at in one transaction.
const BATCH: usize = 200;

/// Notes the moves that time has brought.
pub(super) fn catch_up(tx: &WriteTransaction, contract: &mut Contract, today: Date) -> Result<()> {
    while rules::next_on(contract).is_some_and(|next| next <= today) {
        match contract.state {
            ContractState::Active => expire_soon(tx, contract)?,
            _ => end(tx, contract)?,
        }
    }
    Ok(())
}

fn expire_soon(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    go(tx, contract, ContractState::Expiring, "contract.expiring", None)?;
    if contract.renewal != ContractRenewal::Ask {
        return Ok(());
    }
    let task = NewTask {
        customer_id: Some(contract.customer_id),
        due_at: Some(shop::settings(tx)?.time_zone.start_of(contract.ends_on)),
        reference: Some(Reference { entity: MACHINE.entity().to_owned(), id: contract.id.0 }),
        origin: Some("contracts.renewal".to_owned()),
        ..NewTask::new(TaskKind::Call, "Ask whether the service contract is to be renewed")
    };
    tx.tasks().ensure(task).map(drop)
}

/// What happens after the last day: the next one, where it follows by itself and the shop serves the customer.
fn end(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    let served = match customers::require_serviceable(tx, contract.customer_id) {
        Err(error) if error.code() == ErrorCode::Blocked => false,
        asked => asked.map(|()| true)?,
    };
    if contract.renewal == ContractRenewal::Auto && served {
        match renew(tx, contract, None) {
            // Another contract has taken its place already.
            Err(error) if error.code() == ErrorCode::Conflict => {}
            done => return done.map(drop),
        }
    }
    go(tx, contract, ContractState::Expired, "contract.expired", None)
}

/// Makes the contract that follows, signed, of as many months and with the same terms.
pub(super) fn renew(tx: &WriteTransaction, contract: &mut Contract, number: Option<String>) -> Result<Contract> {
    MACHINE.require(contract.state, ContractState::Renewed)?;
    let terms = NewContract {
        customer_id: contract.customer_id,
        number,
        asset_ids: contract.asset_ids.0.clone(),
        skus: contract.skus.0.clone(),
        parts_rate: contract.parts_rate,
        labour: contract.labour,
        travel: contract.travel,
        response_s: contract.response_s,
        resolution_s: contract.resolution_s,
        visits: contract.visits,
        calls: contract.calls,
        price: contract.price,
        billing: contract.billing,
        renewal: contract.renewal,
        starts_on: contract.ends_on.plus_days(1),
        months: contract.months,
        allow_overlap: contract.allow_overlap,
    };
    let mut next = write::blank(tx, terms)?;
    (next.state, next.previous_id) = (ContractState::Active, Some(contract.id));
    write::require_free(tx, &next)?;
    write::insert(tx, &mut next)?;
    contract.next_id = Some(next.id);
    go(tx, contract, ContractState::Renewed, "contract.renewed", None)?;
    Ok(next)
}

/// Takes a contract to another state, writes it and tells of it.
pub(super) fn go(
    tx: &WriteTransaction,
    contract: &mut Contract,
    to: ContractState,
    event: &'static str,
    reason: Option<&str>,
) -> Result<()> {
    journal::go(tx, &MACHINE, (contract.id.0, Some(contract.customer_id)), (contract.state, to), reason)?;
    let from = std::mem::replace(&mut contract.state, to);
    save(tx, contract)?;
    let facts = json!({ "from": from, "reason": reason, "next_id": contract.next_id, "ends_on": contract.ends_on });
    announce(tx, event, contract, facts)
}

/// Ends a contract before its last day, and says which part of the price is for the days after today.
pub(super) fn terminate(tx: &WriteTransaction, contract: &mut Contract, reason: &str) -> Result<()> {
    let reason = text::token("/reason", reason)?;
    MACHINE.require(contract.state, ContractState::Terminated)?;
    contract.unused = Some(rules::unused(contract, shop::today(tx)?)?);
    (contract.ended_at, contract.end_reason) = (Some(tx.now()), Some(reason.clone()));
    contract.suspended_at = None;
    go(tx, contract, ContractState::Terminated, "contract.terminated", Some(&reason))
}

/// Lets a suspended contract go on.
pub(super) fn resume(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    if contract.state != ContractState::Suspended {
        return Err(MACHINE.refuse(contract.state, "the contract is not suspended"));
    }
    contract.suspended_at = None;
    go(tx, contract, ContractState::Active, "contract.resumed", None)?;
    catch_up(tx, contract, shop::today(tx)?)
}

/// Signs a contract; what it covers is not covered twice.
pub(super) fn sign(tx: &WriteTransaction, contract: &mut Contract) -> Result<()> {
    if contract.state != ContractState::PendingSignature {
        return Err(MACHINE
            .refuse(contract.state, "the contract was not sent to be signed")
            .hint("use contracts.send first"));
    }
    write::require_free(tx, contract)?;
    go(tx, contract, ContractState::Active, "contract.signed", None)?;
    catch_up(tx, contract, shop::today(tx)?)
}

/// Refuses what is given by a contract that gives nothing now.
pub(super) fn require_giving(contract: &Contract, tx: &WriteTransaction) -> Result<Date> {
    let today = shop::today(tx)?;
    if rules::gives(contract, tx.now(), today) {
        return Ok(today);
    }
    Err(Error::conflict(format!("the contract gives nothing today: it is {}", contract.state))
        .at("/id")
        .existing(contract.id)
        .hint("contracts.covers names the one that does"))
}

/// The step of `tick`: contracts become expiring, and end or go on, each once, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| {
            let zone = shop::settings(tx)?.time_zone;
            Ok(store::next(tx)?.map(|day| zone.start_of(day)))
        },
        |tx| {
            let today = shop::today(tx)?;
            let due = store::due(tx, today, BATCH)?;
            for mut contract in due.iter().cloned() {
                catch_up(tx, &mut contract, today)?;
            }
            Ok(due.len())
        },
    )
}
