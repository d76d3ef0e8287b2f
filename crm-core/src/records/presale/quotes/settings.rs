//! How the shop makes quotes: the limit of discounts, how long a quote holds, and its numbers.

use super::{Quotes, rules, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::{Error, Patch, Rate, Result, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The most days that a quote holds by default: ten years.
const MAX_VALID_DAYS: u32 = 3_660;
const MAX_PREFIX: usize = 16;

/// The settings of quotes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QuoteSettings {
    /// The discount on a line, that on the whole included, above which a quote is approved before it is sent; 0.1.
    pub approval_limit: Rate,
    /// How many days a quote holds when nothing else is said; 30.
    pub valid_days: u32,
    /// What numbers begin with; `Q`.
    pub number_prefix: String,
    /// Whether numbers begin anew each year and name it, as `Q-2026-0001`; they do.
    pub number_yearly: bool,
    /// The shop's own name and address, printed on top of a quote.
    pub letterhead: Option<String>,
}

/// A change of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteSettingsPatch {
    /// The discount above which a quote is approved before it is sent, 0 to 1.
    pub approval_limit: Option<Rate>,
    /// How many days a quote holds when nothing else is said, 1 to 3,660.
    pub valid_days: Option<u32>,
    /// What numbers begin with: a token of at most 16 bytes.
    pub number_prefix: Option<String>,
    /// Whether numbers begin anew each year.
    pub number_yearly: Option<bool>,
    /// The shop's own name and address, at most 64 KiB.
    pub letterhead: Patch<String>,
}

impl<T: Reading> Quotes<'_, T> {
    /// How the shop makes quotes.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<QuoteSettings> {
        store::settings(self.tx.reader())
    }
}

impl Quotes<'_, WriteTransaction> {
    /// Changes how the shop makes quotes; the settings afterwards. They hold for what is sent and numbered from now on.
    ///
    /// # Errors
    /// `invalid_input` for a bad field; `limit` for a text that is too long.
    pub fn configure(&self, patch: QuoteSettingsPatch) -> Result<QuoteSettings> {
        let tx = self.tx;
        let before = self.settings()?;
        let after = changed(before.clone(), patch)?;
        if after == before {
            return Ok(after);
        }
        tx.step(|| {
            store::save_settings(tx, &after, journal::next_seq(tx)?)?;
            let payload = json!({ "approval_limit": after.approval_limit, "valid_days": after.valid_days });
            journal::append(tx, Entry::new("quote.configured").payload(payload))?;
            Ok(after)
        })
    }
}

fn changed(mut settings: QuoteSettings, patch: QuoteSettingsPatch) -> Result<QuoteSettings> {
    if let Some(limit) = patch.approval_limit {
        rules::require_share("/approval_limit", limit)?;
        settings.approval_limit = limit;
    }
    if let Some(days) = patch.valid_days {
        if !(1..=MAX_VALID_DAYS).contains(&days) {
            return Err(Error::invalid("/valid_days", "a quote holds 1 to 3,660 days"));
        }
        settings.valid_days = days;
    }
    if let Some(prefix) = patch.number_prefix {
        let prefix = text::token("/number_prefix", &prefix)?;
        if prefix.len() > MAX_PREFIX {
            return Err(Error::invalid("/number_prefix", "a prefix has at most 16 bytes"));
        }
        settings.number_prefix = prefix;
    }
    settings.number_yearly = patch.number_yearly.unwrap_or(settings.number_yearly);
    let clean = |text: &str| text::optional_note("/letterhead", Some(text));
    patch.letterhead.cleaned(clean)?.apply(&mut settings.letterhead);
    Ok(settings)
}

/// Takes the next number of the series of today. A transaction that fails gives it back.
pub(super) fn next_number(tx: &WriteTransaction, settings: &QuoteSettings) -> Result<String> {
    let series = if settings.number_yearly {
        let year: String = shop::today(tx)?.to_string().chars().take(4).collect();
        format!("{}-{year}", settings.number_prefix)
    } else {
        settings.number_prefix.clone()
    };
    let number = store::next_in_series(tx, &series)?;
    Ok(format!("{series}-{number:04}"))
}
