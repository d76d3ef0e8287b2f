//! Finding customers by what somebody types: a name or its beginning, an e-mail address, a piece of a phone number, a
//! company.
//!
//! Work is bounded whatever the size of the file: identities, names and the beginnings of both come from their indexes,
//! words and digits from the full-text index, each with at most [`CANDIDATES`] candidates. They are ranked by how well
//! they match, then by the last change, then by id, so that the same file gives the same answer.
//!
//! Whole words stream out of the full-text index and end with the last candidate; the beginning of a word has to
//! gather all words that begin so first. Hence whole words are tried before, and e-mail addresses, which are words of
//! their own by the million, are found by their beginning in the index of identities.

use super::{CustomerKind, Customers, IdentityKind, identity, names, search_text, store};
use crate::db::{ReadTransaction, Reading};
use crate::records::shop;
use crate::vocabulary::{CustomerId, Error, ErrorCode, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Results of one search at the most.
const MAX_HITS: u32 = 100;
const DEFAULT_HITS: u32 = 20;
/// Candidates of each way of looking.
pub(crate) const CANDIDATES: usize = 200;

tokens! {
    /// How a search found a customer; the better way first.
    pub enum Matched("match") {
        /// The text is one of the customer's identities.
        Identity = "identity",
        /// The text is the customer's name.
        Name = "name",
        /// The name begins with the text.
        NamePrefix = "name_prefix",
        /// The words stand in the name, an e-mail address or the company's name.
        Words = "words",
        /// The digits stand in a phone number.
        Digits = "digits",
    }
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSearch {
    /// What somebody typed; the first 128 characters count.
    pub text: String,
    /// Results at the most, 1 to 100; 20 by default.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A customer that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerHit {
    /// The customer.
    pub id: CustomerId,
    /// Person or company.
    pub kind: CustomerKind,
    /// The display name.
    pub name: Option<String>,
    /// The primary e-mail address.
    pub email: Option<String>,
    /// The primary phone number.
    pub phone: Option<String>,
    /// How it was found.
    pub matched: Matched,
    /// When the customer's own fields last changed.
    pub updated_at: Timestamp,
}

impl<T: Reading> Customers<'_, T> {
    /// Customers that fit a text, the best first. Archived and merged ones are left out.
    ///
    /// # Errors
    /// `limit` for less than 1 or more than 100 results; `invalid_input` for a text without a letter or digit.
    pub fn search(&self, search: &CustomerSearch) -> Result<Vec<CustomerHit>> {
        let limit = search.limit.unwrap_or(DEFAULT_HITS);
        if !(1..=MAX_HITS).contains(&limit) {
            return Err(Error::new(ErrorCode::Limit, "a search has 1 to 100 results").at("/limit"));
        }
        let query = search_text::query(&search.text)
            .ok_or_else(|| Error::invalid("/text", "type at least one letter or digit"))?;
        self.tx.settle()?;
        find(self.tx.reader(), &search.text, &query, limit as usize)
    }
}

/// A candidate: how it was found, and when it last changed.
pub(crate) type Candidate = (CustomerId, Timestamp);

fn find(tx: &ReadTransaction, text: &str, query: &search_text::Query, limit: usize) -> Result<Vec<CustomerHit>> {
    let typed: String = text.chars().take(search_text::QUERY_MAX_CHARACTERS).collect();
    let mut found: BTreeMap<CustomerId, (Matched, Timestamp)> = BTreeMap::new();
    let mut add = |matched: Matched, candidates: Vec<Candidate>| {
        for (id, updated_at) in candidates {
            found.entry(id).or_insert((matched, updated_at));
        }
        found.len() >= limit
    };
    // From the best way of looking to the weakest: what is enough ends the search.
    let key = names::fold(&typed);
    let is_enough = add(Matched::Identity, owners(tx, &typed)?)
        || (!key.is_empty()
            && (add(Matched::Name, store::search::by_name(tx, &key)?)
                || add(Matched::NamePrefix, store::search::by_name_prefix(tx, &key)?)))
        || add(Matched::Words, store::search::by_email_prefix(tx, &typed.trim().to_lowercase())?)
        || add(Matched::Words, store::search::by_words(tx, &query.exact_match)?)
        || add(Matched::Words, store::search::by_words(tx, &format!("{{name company}} : ({})", query.name_match))?);
    if !is_enough && let Some(digits) = &query.digits_match {
        add(Matched::Digits, store::search::by_digits(tx, digits)?);
    }

    let mut ranked: Vec<(Matched, Timestamp, CustomerId)> =
        found.into_iter().map(|(id, (matched, updated_at))| (matched, updated_at, id)).collect();
    ranked.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)).then(other.2.cmp(&one.2)));
    ranked.truncate(limit);
    let hits = ranked.into_iter().map(|(matched, _, id)| store::search::hit(tx, id, matched));
    hits.filter_map(Result::transpose).collect()
}

/// Who has the text as an identity. National phone numbers are left to the digits: reading them would load the
/// numbering plans of the world.
fn owners(tx: &ReadTransaction, text: &str) -> Result<Vec<Candidate>> {
    let trimmed = text.trim();
    let region = &shop::settings(tx)?.default_region;
    let mut kinds = vec![IdentityKind::AccountName, IdentityKind::HostUserId, IdentityKind::LoyaltyCard];
    if trimmed.contains('@') {
        kinds.push(IdentityKind::Email);
    }
    if trimmed.starts_with('+') {
        kinds.push(IdentityKind::Phone);
    }
    if trimmed.contains(':') {
        kinds.push(IdentityKind::ExternalId);
    }
    let mut found = Vec::new();
    for kind in kinds {
        let Ok(made) = identity::normalise(kind, trimmed, region.as_deref()) else {
            continue;
        };
        if let Some(owner) = store::identity::owner(tx, kind, &made.value)? {
            found.extend(store::search::visible(tx, owner)?);
        }
    }
    Ok(found)
}
