//! Funds: what is in them, what they may give, and the ledger of every change. Nothing is promised twice: the limits are
//! checked in the transaction that promises.

use super::rules;
use super::{Compensation, Compensations, Fund, FundEntry, FundEntryKind, FundPatch, FundTopUp, NewFund, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    CompensationId, Error, ErrorCode, FundEntryId, FundId, Money, Page, PageRequest, Result, text,
};
use serde_json::json;

const MAX_KEY: usize = 128;

impl<T: Reading> Compensations<'_, T> {
    /// One fund.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get_fund(&self, id: FundId) -> Result<Fund> {
        get(self.tx.reader(), id)
    }

    /// Funds in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list_funds(&self, page: &PageRequest) -> Result<Page<Fund>> {
        let listing = page.of("compensation funds", &())?;
        Ok(listing.page(store::funds(self.tx.reader(), &listing)?, |fund| [fund.id.0]))
    }

    /// The ledger of a fund, oldest first, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn fund_entries(&self, id: FundId, page: &PageRequest) -> Result<Page<FundEntry>> {
        self.get_fund(id)?;
        let listing = page.of("fund entries", &json!({ "id": id }))?;
        Ok(listing.page(store::entries(self.tx.reader(), id, &listing)?, |entry| [entry.id.0]))
    }
}

impl Compensations<'_, WriteTransaction> {
    /// Makes a fund, which is empty until it is topped up.
    ///
    /// # Errors
    /// `invalid_input` for a bad name or limit.
    pub fn create_fund(&self, new: NewFund) -> Result<Fund> {
        let tx = self.tx;
        let mut fund = rules::fund(new, tx.now())?;
        tx.step(|| {
            fund.id = fund.insert(tx, journal::next_seq(tx)?)?;
            announce(tx, "fund.created", &fund, fund.limit)
        })?;
        Ok(fund)
    }

    /// Changes a fund; what it has promised stays.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad name, or a limit in another currency.
    pub fn update_fund(&self, id: FundId, patch: FundPatch) -> Result<Fund> {
        let tx = self.tx;
        let known = self.get_fund(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "fund.updated", &after, after.limit)
        })?;
        Ok(after)
    }

    /// Puts money into a fund.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for another currency or an amount that is not above 0; `idempotency_conflict` for a
    /// known key with another amount.
    pub fn top_up(&self, given: &FundTopUp) -> Result<Fund> {
        let tx = self.tx;
        let mut fund = self.get_fund(given.id)?;
        rules::require_amount("/amount", given.amount)?;
        given.amount.same_currency(fund.limit).map_err(|error| error.at("/amount"))?;
        let reason = given.reason.as_deref().map(|reason| text::token("/reason", reason)).transpose()?;
        let key = given.key.as_deref().map(|key| text::key("/key", key, MAX_KEY)).transpose()?;
        if let Some(known) = key.as_deref().map(|key| store::entry_of(tx, fund.id, key)).transpose()?.flatten() {
            if known.amount == given.amount {
                return Ok(fund);
            }
            return Err(Error::new(ErrorCode::IdempotencyConflict, "this key came with another amount")
                .at("/key")
                .existing(known.id));
        }
        tx.step(|| {
            fund.funded = fund.funded.checked_add(given.amount)?;
            note(tx, &mut fund, (FundEntryKind::TopUp, given.amount), (None, reason, key))?;
            announce(tx, "fund.topped_up", &fund, given.amount)
        })?;
        Ok(fund)
    }
}

fn get(tx: &ReadTransaction, id: FundId) -> Result<Fund> {
    Fund::by_id(tx, id)?.or_not_found(FundId::WHAT, id)
}

/// The fund of a new compensation, which must be able to give as much: it is active, has the money, and is within its
/// limit of the period.
///
/// # Errors
/// `not_found`, `invalid_input` for another currency, `conflict` for one that is switched off, `limit`.
pub(super) fn require(tx: &WriteTransaction, id: FundId, amount: Money) -> Result<()> {
    let fund = get(tx, id).map_err(|error| error.at("/fund_id"))?;
    amount.same_currency(fund.limit).map_err(|error| error.at("/amount"))?;
    if !fund.active {
        return Err(Error::conflict("the fund is switched off").at("/fund_id").existing(id));
    }
    let left = left(&fund)?;
    if amount.minor > left.minor {
        return Err(Error::new(ErrorCode::Limit, format!("only {left} is left in the fund"))
            .at("/amount")
            .hint("top the fund up with compensations.top_up"));
    }
    let since = rules::period_start(fund.period, shop::settings(tx)?.time_zone, tx.now())?;
    let promised = Money::new(store::promised_since(tx, id, since)?, fund.limit.currency);
    let open = fund.limit.checked_sub(promised)?;
    if amount.minor > open.minor {
        let open = Money::new(open.minor.max(0), open.currency);
        return Err(Error::new(ErrorCode::Limit, format!("only {open} is left of the limit of the fund"))
            .at("/amount")
            .hint("wait for the next period, or raise the limit with compensations.update_fund"));
    }
    Ok(())
}

/// What a fund has that nobody was promised.
pub(super) fn left(fund: &Fund) -> Result<Money> {
    fund.funded.checked_sub(fund.reserved)?.checked_sub(fund.paid)?.checked_add(fund.recovered)
}

/// Books what a compensation does to its fund; nothing for one without a fund.
pub(super) fn book(tx: &WriteTransaction, one: &Compensation, kind: FundEntryKind, amount: Money) -> Result<()> {
    let Some(id) = one.fund_id else { return Ok(()) };
    let mut fund = get(tx, id)?;
    match kind {
        FundEntryKind::Reserve => fund.reserved = fund.reserved.checked_add(amount)?,
        FundEntryKind::Release => fund.reserved = fund.reserved.checked_sub(amount)?,
        FundEntryKind::Pay => {
            fund.reserved = fund.reserved.checked_sub(amount)?;
            fund.paid = fund.paid.checked_add(amount)?;
        }
        FundEntryKind::Recover => fund.recovered = fund.recovered.checked_add(amount)?,
        FundEntryKind::TopUp => return Err(Error::internal("a compensation puts nothing into its fund")),
    }
    note(tx, &mut fund, (kind, amount), (Some(one.id), Some(one.cause.clone()), None))
}

/// The compensation, the reason and the key of an entry.
type About = (Option<CompensationId>, Option<String>, Option<String>);

fn note(
    tx: &WriteTransaction,
    fund: &mut Fund,
    (kind, amount): (FundEntryKind, Money),
    (compensation_id, reason, key): About,
) -> Result<()> {
    let rev = journal::next_seq(tx)?;
    let id = FundEntryId(0);
    let entry = FundEntry { id, fund_id: fund.id, kind, amount, compensation_id, reason, key, at: tx.now() };
    entry.insert(tx, rev)?;
    fund.updated_at = tx.now();
    fund.update(tx, rev)
}

fn announce(tx: &WriteTransaction, name: &'static str, fund: &Fund, amount: Money) -> Result<()> {
    let facts = json!({ "amount": amount, "left": left(fund)?, "active": fund.active });
    journal::append(tx, Entry::new(name).entity("fund", fund.id).payload(facts)).map(drop)
}
