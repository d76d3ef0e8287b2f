//! Pairs of customers that may be one: found by what they share, noted for a person to judge.
//!
//! Identities are unique, so that what two customers share is a mailbox under two addresses, a number that is a phone
//! here and WhatsApp there, a tax number in a profile, a name with a date of birth or a postcode; or names that are
//! alike. A pair that was dismissed is not proposed again.

use super::find::require;
use super::{Customer, Customers, IdentityKind, names, search_text, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::{CustomerId, DuplicateId, Error, ErrorCode, Page, PageRequest, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

tokens! {
    /// Why two customers may be one.
    pub enum DuplicateReason("reason of a duplicate") {
        /// They share a mailbox.
        SameEmail = "same_email",
        /// They share a phone number.
        SamePhone = "same_phone",
        /// They share a tax or registration number.
        SameTaxId = "same_tax_id",
        /// They share an identity of another kind.
        SameIdentity = "same_identity",
        /// They share name and date of birth.
        NameBirth = "name_birth",
        /// They share name and postcode.
        NamePostcode = "name_postcode",
        /// Their names are alike and something else fits.
        Fuzzy = "fuzzy",
    }
}

tokens! {
    /// What became of a pair.
    pub enum DuplicateState("state of a duplicate") {
        /// Nobody has judged it.
        Open = "open",
        /// They were one, and were merged.
        Merged = "merged",
        /// They are two.
        Dismissed = "dismissed",
    }
}

impl DuplicateReason {
    /// The reason when one identity was given for two customers.
    pub(crate) fn of_identity(kind: IdentityKind) -> Self {
        match kind {
            IdentityKind::Email => Self::SameEmail,
            IdentityKind::Phone | IdentityKind::Whatsapp => Self::SamePhone,
            IdentityKind::TaxId => Self::SameTaxId,
            _ => Self::SameIdentity,
        }
    }

    /// How sure this reason makes, 0 to 100; a fuzzy one has a score of its own.
    pub(crate) fn score(self) -> u8 {
        match self {
            Self::SameEmail => 95,
            Self::SameTaxId | Self::SamePhone => 90,
            Self::SameIdentity | Self::NameBirth => 85,
            Self::NamePostcode => 75,
            Self::Fuzzy => 50,
        }
    }
}

/// Notes that two customers may be one.
pub(crate) fn note(tx: &WriteTransaction, one: CustomerId, other: CustomerId, reason: DuplicateReason) -> Result<()> {
    note_scored(tx, one, other, reason, reason.score()).map(drop)
}

/// A pair of customers that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DuplicateCandidate {
    /// The id of the pair; null while it is only found and not noted.
    pub id: Option<DuplicateId>,
    /// The customer with the smaller id.
    pub first_id: CustomerId,
    /// The customer with the larger id.
    pub second_id: CustomerId,
    /// The best reason.
    pub reason: DuplicateReason,
    /// How sure that makes, 0 to 100.
    pub score: u8,
    /// What became of the pair.
    pub state: DuplicateState,
    /// When it was found.
    pub found_at: Timestamp,
}

/// Which noted pairs to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DuplicateFilter {
    /// Pairs in this state; open ones by default.
    pub state: Option<DuplicateState>,
    /// Which page.
    pub page: PageRequest,
}

/// How far a scan for duplicates went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DuplicateScan {
    /// Pairs that were new or got a better reason.
    pub found: u64,
    /// The last customer that was looked at; the next scan begins after it.
    pub last_id: CustomerId,
    /// Whether that was the last customer of all.
    pub done: bool,
}

/// Customers of one scan at the most.
const MAX_SCAN: u32 = 10_000;
/// How alike two names must be to be worth a look.
const LEAST_SIMILARITY: u8 = 85;
/// What the doubt costs when only the likeness of names and one more fact speak for it.
const FUZZY_DISCOUNT: u8 = 25;

impl<T: Reading> Customers<'_, T> {
    /// Customers that may be the same as this one, the surest first, 50 at the most. Dismissed pairs are left out.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find_duplicates(&self, id: CustomerId) -> Result<Vec<DuplicateCandidate>> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let customer = self.get(require(tx, id)?)?;
        let mut found = Vec::new();
        for (other, (reason, score)) in search(tx, &customer)? {
            let (first_id, second_id) = (customer.id.min(other), customer.id.max(other));
            let known = store::duplicate::of_pair(tx, first_id, second_id)?;
            let fresh = DuplicateCandidate {
                id: None,
                first_id,
                second_id,
                reason,
                score,
                state: DuplicateState::Open,
                found_at: tx.now(),
            };
            found.push(known.unwrap_or(fresh));
        }
        found.extend(store::duplicate::of(tx, customer.id)?);
        found.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.first_id, pair.second_id));
        found.dedup_by_key(|pair| (pair.first_id, pair.second_id));
        found.retain(|pair| pair.state == DuplicateState::Open);
        found.truncate(MAX_FOUND);
        Ok(found)
    }

    /// Noted pairs, the surest first, page by page. Open pairs of merged customers are left out.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn duplicates(&self, filter: &DuplicateFilter) -> Result<Page<DuplicateCandidate>> {
        let state = filter.state.unwrap_or(DuplicateState::Open);
        let listing = filter.page.of("duplicates", &state)?;
        let after = listing.start.unwrap_or([i64::MAX; 2]);
        let found = store::duplicate::list(self.tx.reader(), state, after, listing.rows())?;
        Ok(listing.page(found, |pair| [i64::from(pair.score), pair.id.map_or(0, i64::from)]))
    }
}

impl Customers<'_, WriteTransaction> {
    /// Looks at up to `limit` customers after one and notes the pairs that it finds; call it again with `last_id`
    /// until it is done.
    ///
    /// # Errors
    /// `limit` for less than 1 or more than 10,000 customers.
    pub fn scan_duplicates(&self, after: CustomerId, limit: u32) -> Result<DuplicateScan> {
        let tx = self.tx;
        if !(1..=MAX_SCAN).contains(&limit) {
            return Err(Error::new(ErrorCode::Limit, "a scan looks at 1 to 10,000 customers").at("/limit"));
        }
        tx.settle()?;
        let ids = store::duplicate::to_scan(tx, after, limit)?;
        tx.step(|| {
            let mut noted = 0;
            for id in &ids {
                let customer = self.get(*id)?;
                for (other, (reason, score)) in search(tx, &customer)? {
                    noted += u64::from(note_scored(tx, *id, other, reason, score)?);
                }
            }
            let done = ids.len() < limit as usize;
            Ok(DuplicateScan { found: noted, last_id: ids.last().copied().unwrap_or(after), done })
        })
    }

    /// Says that two customers are two: the pair is not proposed again.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a pair that was merged.
    pub fn dismiss_duplicate(&self, first: CustomerId, second: CustomerId) -> Result<DuplicateCandidate> {
        let tx = self.tx;
        let (one, other) = (require(tx, first)?, require(tx, second)?);
        if one == other {
            return Err(Error::conflict("both are one customer").existing(one));
        }
        let (one, other) = (one.min(other), one.max(other));
        tx.step(|| {
            store::duplicate::note(tx, one, other, DuplicateReason::Fuzzy, 0)?;
            store::duplicate::set_state(tx, one, other, DuplicateState::Dismissed)?;
            let payload = json!({ "other_id": other });
            journal::append(tx, Entry::new("customer.duplicate_dismissed").customer(one).payload(payload))
        })?;
        store::duplicate::of_pair(tx, one, other)?.ok_or_else(|| Error::internal("a pair was not stored"))
    }
}

/// Results for one customer at the most.
const MAX_FOUND: usize = 50;

type Found = BTreeMap<CustomerId, (DuplicateReason, u8)>;

/// Everybody who may be this customer, with the best reason; every query is bounded.
fn search(tx: &ReadTransaction, customer: &Customer) -> Result<Found> {
    let mut found = Found::new();
    let mut add_all = |others: Vec<CustomerId>, reason: DuplicateReason| {
        for other in others.into_iter().filter(|other| *other != customer.id) {
            keep_best(&mut found, other, reason, reason.score());
        }
    };
    for one in &customer.identities {
        match one.kind {
            IdentityKind::Email => add_all(same_mailbox(tx, &one.value)?, DuplicateReason::SameEmail),
            IdentityKind::Phone | IdentityKind::Whatsapp => {
                add_all(store::duplicate::same_phone(tx, &one.value)?, DuplicateReason::SamePhone);
            }
            IdentityKind::TaxId => add_all(store::duplicate::same_tax(tx, &one.value)?, DuplicateReason::SameTaxId),
            _ => {}
        }
    }
    if let Some(tax_key) = store::company::tax_key(tx, customer.id)? {
        add_all(store::duplicate::same_tax(tx, &tax_key)?, DuplicateReason::SameTaxId);
    }
    add_all(store::duplicate::name_and_birth(tx, customer.id)?, DuplicateReason::NameBirth);
    add_all(store::duplicate::name_and_postcode(tx, customer.id)?, DuplicateReason::NamePostcode);
    for (other, score) in alike(tx, customer)? {
        keep_best(&mut found, other, DuplicateReason::Fuzzy, score);
    }
    Ok(found)
}

fn keep_best(found: &mut Found, other: CustomerId, reason: DuplicateReason, score: u8) {
    let best = found.entry(other).or_insert((reason, score));
    if score > best.1 {
        *best = (reason, score);
    }
}

/// Owners of the same mailbox: what stands behind a `+` only sorts mail.
fn same_mailbox(tx: &ReadTransaction, key: &str) -> Result<Vec<CustomerId>> {
    let Some((local, domain)) = key.split_once('@') else {
        return Ok(Vec::new());
    };
    let mailbox = local.split('+').next().filter(|part| !part.is_empty()).unwrap_or(local);
    store::duplicate::same_mailbox(tx, mailbox, domain)
}

/// Customers whose names are alike and with whom the date of birth, a postcode or a city is shared.
fn alike(tx: &ReadTransaction, customer: &Customer) -> Result<Vec<(CustomerId, u8)>> {
    let Some(name) = customer.name.as_deref().map(names::fold).filter(|name| !name.is_empty()) else {
        return Ok(Vec::new());
    };
    let Some(expression) = search_text::any_word(&name) else {
        return Ok(Vec::new());
    };
    let candidates = store::duplicate::sharing_words(tx, &expression, customer.id)?;
    let graded = candidates.into_iter().filter_map(|(other, other_name)| {
        let similarity = names::similarity(&name, &other_name);
        (similarity >= LEAST_SIMILARITY).then(|| (other, similarity.saturating_sub(FUZZY_DISCOUNT)))
    });
    Ok(graded.collect())
}

fn note_scored(
    tx: &WriteTransaction,
    one: CustomerId,
    other: CustomerId,
    reason: DuplicateReason,
    score: u8,
) -> Result<bool> {
    let (first, second) = (one.min(other), one.max(other));
    let changed = store::duplicate::note(tx, first, second, reason, score)?;
    if changed {
        let payload = json!({ "other_id": second, "reason": reason, "score": score });
        journal::append(tx, Entry::new("customer.duplicate_found").customer(first).payload(payload))?;
    }
    Ok(changed)
}
