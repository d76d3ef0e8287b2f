//! What arrives, what is found, and how much of it is accepted.

use super::policy::{self, Asked};
use super::rules::{self, MACHINE};
use super::{OrderReturn, ReturnAcceptance, ReturnFinding, ReturnReceipt, ReturnResolution, ReturnState, moves};
use crate::db::WriteTransaction;
use crate::vocabulary::{Error, Money, Quantity, Result, ReturnLineId, Timestamp};
use std::collections::BTreeSet;

/// The place of a line in a return; each is named once.
fn place(one: &OrderReturn, at: usize, line: ReturnLineId, seen: &mut BTreeSet<ReturnLineId>) -> Result<usize> {
    let path = format!("/lines/{at}/line");
    if !seen.insert(line) {
        return Err(Error::invalid(path, "the line is named twice"));
    }
    let found = one.lines.iter().position(|known| known.id == line);
    found.ok_or_else(|| Error::not_found(ReturnLineId::WHAT, line).at(path))
}

/// Notes what has arrived; all that is missing without lines.
pub(super) fn receive(
    tx: &WriteTransaction,
    mut one: OrderReturn,
    receipts: &[ReturnReceipt],
    at: Timestamp,
) -> Result<OrderReturn> {
    if at > tx.now() {
        return Err(Error::invalid("/at", "what arrives later is not received yet"));
    }
    if one.state != ReturnState::PartiallyReceived {
        MACHINE.require(one.state, ReturnState::Received)?;
    }
    let mut seen = BTreeSet::new();
    for (number, receipt) in receipts.iter().enumerate() {
        let line = place(&one, number, receipt.line, &mut seen)?;
        let line = &mut one.lines[line];
        let missing = line.quantity.thousandths() - line.received.thousandths();
        let path = || format!("/lines/{number}/quantity");
        if receipt.quantity.thousandths() <= 0 {
            return Err(Error::invalid(path(), "the quantity must be larger than 0"));
        }
        if receipt.quantity.thousandths() > missing {
            let missing = Quantity::from_thousandths(missing);
            return Err(Error::invalid(path(), format!("only {missing} of this line is still to come"))
                .hint("request a return of what came beyond it"));
        }
        line.received = Quantity::from_thousandths(line.received.thousandths() + receipt.quantity.thousandths());
    }
    if receipts.is_empty() {
        one.lines.iter_mut().for_each(|line| line.received = line.quantity);
    }
    one.received_at = Some(at);
    let complete = one.lines.iter().all(|line| line.received == line.quantity);
    match (one.state, complete) {
        (_, true) => moves::go(tx, &mut one, ReturnState::Received, None)?,
        (ReturnState::PartiallyReceived, false) => {
            moves::write(tx, &mut one)?;
            moves::announce(tx, &one)?;
        }
        (_, false) => {
            // What arrives in part was on its way.
            if one.state == ReturnState::Approved {
                moves::go(tx, &mut one, ReturnState::InTransit, None)?;
            }
            moves::go(tx, &mut one, ReturnState::PartiallyReceived, None)?;
        }
    }
    Ok(one)
}

/// Notes what was found.
pub(super) fn inspect(tx: &WriteTransaction, mut one: OrderReturn, findings: &[ReturnFinding]) -> Result<OrderReturn> {
    MACHINE.require(one.state, ReturnState::Inspected)?;
    let mut seen = BTreeSet::new();
    for (at, finding) in findings.iter().enumerate() {
        let line = place(&one, at, finding.line, &mut seen)?;
        one.lines[line].condition = finding.condition;
        one.lines[line].disposition = finding.disposition;
    }
    one.inspected_at = Some(tx.now());
    moves::go(tx, &mut one, ReturnState::Inspected, None)?;
    Ok(one)
}

/// Decides how much is accepted; all that has arrived of lines that are not named.
pub(super) fn decide(
    tx: &WriteTransaction,
    mut one: OrderReturn,
    acceptances: &[ReturnAcceptance],
    reason: Option<&str>,
) -> Result<OrderReturn> {
    // Whatever is decided, it is decided after the inspection.
    MACHINE.require(one.state, ReturnState::Accepted)?;
    let reason = rules::token("/reason", reason)?;
    let ground = policy::ground(tx, tx.orders().get(one.order_id)?, Some(one.id))?;
    let mut fees: Vec<Option<(usize, Money)>> = vec![None; one.lines.len()];
    one.lines.iter_mut().for_each(|line| line.accepted = line.received);
    let mut seen = BTreeSet::new();
    for (at, acceptance) in acceptances.iter().enumerate() {
        let number = place(&one, at, acceptance.line, &mut seen)?;
        let line = &mut one.lines[number];
        if !(0..=line.received.thousandths()).contains(&acceptance.accepted.thousandths()) {
            let message = format!("between 0 and {} can be accepted", line.received);
            return Err(Error::invalid(format!("/lines/{at}/accepted"), message));
        }
        line.accepted = acceptance.accepted;
        fees[number] = acceptance.fee.map(|fee| (at, fee));
    }
    for (line, fee) in one.lines.iter_mut().zip(fees) {
        let asked = Asked { quantity: None, reason: line.reason, condition: line.condition };
        let (value, tax, usual) = ground.settle(ground.place(line.line_id)?, asked, line.accepted)?;
        (line.value, line.tax, line.fee) = (value, tax, usual);
        if let Some((at, fee)) = fee {
            let path = format!("/lines/{at}/fee");
            fee.same_currency(value).map_err(|error| error.at(path.clone()))?;
            if !(0..=value.minor).contains(&fee.minor) {
                return Err(Error::invalid(path, format!("the fee lies between 0 and {value}")));
            }
            line.fee = fee;
        }
        line.amount = line.value.checked_sub(line.fee)?;
    }
    let all = one.lines.iter().all(|line| line.accepted == line.quantity);
    let none = one.lines.iter().all(|line| line.accepted.thousandths() == 0);
    let to = match (all, none) {
        (true, _) => ReturnState::Accepted,
        (_, true) => ReturnState::Rejected,
        _ => ReturnState::PartlyAccepted,
    };
    if to == ReturnState::Rejected {
        if reason.is_none() {
            return Err(Error::invalid("/reason", "who accepts nothing says why"));
        }
        one.resolution = Some(ReturnResolution::None);
        one.resolved_at = Some(tx.now());
    }
    one.amount = policy::amount_of(&one)?;
    one.end_reason = reason.or(one.end_reason);
    let reason = one.end_reason.clone();
    moves::go(tx, &mut one, to, reason.as_deref())?;
    Ok(one)
}
