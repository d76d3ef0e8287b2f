//! Approving and paying commissions, and the account of a beneficiary.

use super::store::{self, NewEntry};
use super::{
    Beneficiary, BeneficiaryKind, Commission, CommissionPayout, CommissionState, CommissionStatement, EntryKind, rules,
};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{
    CommissionId, Currency, Date, Error, ErrorCode, Money, PartnerId, PayoutId, Result, Timestamp, ids,
};
use serde_json::json;

/// The most commissions that one call approves.
const MAX_APPROVED: usize = 10_000;

/// Approves earned commissions, all or nothing.
pub(super) fn approve(tx: &WriteTransaction, given: &[CommissionId]) -> Result<Vec<Commission>> {
    if given.len() > MAX_APPROVED {
        return Err(Error::new(ErrorCode::Limit, "at most 10,000 commissions are approved at once").at("/ids"));
    }
    let mut approved = Vec::with_capacity(given.len());
    for (at, id) in given.iter().enumerate() {
        let path = || format!("/ids/{at}");
        let found = Commission::by_id(tx, *id)?.or_not_found(CommissionId::WHAT, *id);
        let mut commission = found.map_err(|error| error.at(path()))?;
        let step = (commission.state, CommissionState::Approved);
        journal::go(tx, &rules::MACHINE, (id.0, None), step, None).map_err(|error| error.at(path()))?;
        commission.state = CommissionState::Approved;
        commission.approved_at = Some(tx.now());
        commission.updated_at = tx.now();
        commission.update(tx, journal::next_seq(tx)?)?;
        let facts = json!({ "order_id": commission.order_id, "beneficiary": commission.beneficiary });
        journal::append(tx, Entry::new("commission.approved").entity("commission", *id).payload(facts))?;
        approved.push(commission);
    }
    Ok(approved)
}

/// Pays the approved commissions of a period, less what was taken back of earlier payouts.
pub(super) fn pay(
    tx: &WriteTransaction,
    beneficiary: Beneficiary,
    (from_day, until_day): (Date, Date),
) -> Result<CommissionPayout> {
    require_beneficiary(tx, beneficiary)?;
    let period = instants(tx, from_day, until_day)?;
    let mut commissions = store::approved(tx, beneficiary, period)?;
    if commissions.is_empty() {
        return Err(Error::conflict("no approved commission was earned in this period")
            .at("/from_day")
            .hint("approve earned commissions with partners.approve"));
    }
    let left = |one: &Commission| one.amount.minor - one.clawed.minor;
    let gross = commissions.iter().try_fold(0, |sum, one| add_minor(sum, left(one)))?;
    let set_off = -store::to_set_off(tx, beneficiary)?;
    let amount = gross - set_off;
    let currency = base_of(tx)?;
    if amount < 0 {
        let owed = Money::new(set_off, currency);
        return Err(Error::conflict(format!("{owed} of earlier payouts is to be set off first, which is more"))
            .at("/beneficiary")
            .hint("wait for more commissions, or choose a longer period"));
    }
    let mut payout = CommissionPayout {
        id: PayoutId(0),
        beneficiary,
        from_day,
        until_day,
        commissions: commissions.len() as i64,
        gross: Money::new(gross, currency),
        set_off: Money::new(set_off, currency),
        amount: Money::new(amount, currency),
        paid_at: tx.now(),
    };
    let rev = journal::next_seq(tx)?;
    payout.id = payout.insert(tx, rev)?;
    store::set_off(tx, beneficiary, payout.id)?;
    for commission in &mut commissions {
        let step = (commission.state, CommissionState::Paid);
        journal::go(tx, &rules::MACHINE, (commission.id.0, None), step, None)?;
        commission.state = CommissionState::Paid;
        commission.paid_at = Some(tx.now());
        commission.payout_id = Some(payout.id);
        commission.updated_at = tx.now();
        commission.update(tx, rev)?;
    }
    let entry = NewEntry {
        beneficiary,
        kind: EntryKind::Paid,
        commission: None,
        payout: Some(payout.id),
        amount: -amount,
        open: false,
    };
    store::add_entry(tx, &entry, rev)?;
    let facts = json!({ "beneficiary": beneficiary, "commissions": payout.commissions, "amount": payout.amount });
    journal::append(tx, Entry::new("commission.paid").entity("payout", payout.id).payload(facts))?;
    Ok(payout)
}

/// The account of a beneficiary over a period.
pub(super) fn statement(
    tx: &ReadTransaction,
    beneficiary: Beneficiary,
    (from_day, until_day): (Date, Date),
) -> Result<CommissionStatement> {
    require_beneficiary(tx, beneficiary)?;
    let (from, until) = instants(tx, from_day, until_day)?;
    let currency = base_of(tx)?;
    let before = store::sums(tx, beneficiary, (None, from))?;
    let within = store::sums(tx, beneficiary, (Some(from), until))?;
    let of = |kind: EntryKind| within.iter().find(|(known, _)| *known == kind).map_or(0, |(_, amount)| *amount);
    let opening = before.iter().try_fold(0, |sum, (_, amount)| add_minor(sum, *amount))?;
    let closing = within.iter().try_fold(opening, |sum, (_, amount)| add_minor(sum, *amount))?;
    let money = |minor: i64| Money::new(minor, currency);
    Ok(CommissionStatement {
        beneficiary,
        from_day,
        until_day,
        opening: money(opening),
        earned: money(of(EntryKind::Earned)),
        clawed_back: money(-of(EntryKind::ClawedBack)),
        paid: money(-of(EntryKind::Paid)),
        closing: money(closing),
    })
}

fn require_beneficiary(tx: &ReadTransaction, beneficiary: Beneficiary) -> Result<()> {
    ids::require_row_id("/beneficiary/id", Some(beneficiary.id))?;
    if beneficiary.kind == BeneficiaryKind::Partner {
        tx.partners().get(PartnerId(beneficiary.id)).map_err(|error| error.at("/beneficiary/id"))?;
    }
    Ok(())
}

/// The instants at which the days of a period begin and end in the shop's zone.
fn instants(tx: &ReadTransaction, from: Date, until: Date) -> Result<(Timestamp, Timestamp)> {
    if until <= from {
        return Err(Error::invalid("/until_day", "a period ends after it begins"));
    }
    let zone = shop::settings(tx)?.time_zone;
    Ok((zone.start_of(from), zone.start_of(until)))
}

/// The base currency; a stand-in while there is none, and so no commission either.
fn base_of(tx: &ReadTransaction) -> Result<Currency> {
    Ok(shop::settings(tx)?.base_currency.unwrap_or(Currency::USD))
}
