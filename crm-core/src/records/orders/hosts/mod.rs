//! What hosts say: their words for the state of an order, and reports in any order.
//!
//! The words of WooCommerce, PrestaShop, OpenCart, Magento and Shopify are data in [`words`]; a shop adds its own. A word
//! that nobody knows is an error that names it, never a guess.

mod store;
mod sync;
pub(crate) mod words;

pub(crate) use sync::sync;

use super::StateWord;
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::text;
use crate::vocabulary::{Error, Result};
use serde_json::json;
use words::Meaning;

const MAX_WORD: usize = 64;

/// Adds a word of the shop's own, or gives one another meaning.
pub(crate) fn add_word(tx: &WriteTransaction, given: StateWord) -> Result<StateWord> {
    let host = text::token("/host", &given.host)?.to_lowercase();
    let word = text::key("/word", &given.word, MAX_WORD)?.to_lowercase();
    let word = StateWord { host, word, ..given };
    tx.step(|| {
        store::save(tx, &word)?;
        let facts = json!({ "host": word.host, "state": word.state });
        journal::append(tx, Entry::new("order.state_word_added").payload(facts))?;
        Ok(word)
    })
}

/// All words of the shop's own.
pub(crate) fn own_words(tx: &ReadTransaction) -> Result<Vec<StateWord>> {
    store::all(tx)
}

/// What a host's word means: the shop's own words first, then the built-in ones.
pub(crate) fn meaning(tx: &ReadTransaction, host: &str, axis: words::Axis, word: &str, path: &str) -> Result<Meaning> {
    let (host, key) = (host.to_lowercase(), word.trim().to_lowercase());
    if axis == words::Axis::Order
        && let Some(own) = store::find(tx, &host, &key)?
    {
        return Ok(Meaning { state: Some(own.state), payment: own.payment, ..Meaning::default() });
    }
    words::built_in(&host, axis, &key).ok_or_else(|| unknown(&host, axis, word, path))
}

/// The word is named when it looks like one; anything else could be personal.
fn unknown(host: &str, axis: words::Axis, word: &str, path: &str) -> Error {
    let is_word = word.len() <= MAX_WORD
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b' ' | b'.'));
    let message = if is_word {
        format!("the state \"{word}\" of this host is not known")
    } else {
        "this state of the host is not known".to_owned()
    };
    Error::invalid(path, message).allowed(words::known(host, axis)).hint("add it with orders.add_state_word")
}
