//! What a product, or an option of a model, is good for: by language and country.

use super::{Collateral, MAX_SKU, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::presale::configure::{self, texts};
use crate::records::shop::{require_language, require_region};
use crate::vocabulary::{Error, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A benefit as it is given; the same article, option, language and country again replace the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBenefit {
    /// The article.
    pub sku: String,
    /// The option of its model; the product itself by default.
    #[serde(default)]
    pub option: Option<String>,
    /// The language (BCP 47).
    pub language: String,
    /// The country (ISO 3166-1 alpha-2) for which alone the text is meant.
    #[serde(default)]
    pub country: Option<String>,
    /// The text, at most 64 KiB; null takes it away.
    pub text: Option<String>,
}

/// A benefit as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Benefit {
    /// The article.
    pub sku: String,
    /// The option of its model.
    pub option: Option<String>,
    /// The language.
    pub language: String,
    /// The country for which alone the text is meant.
    pub country: Option<String>,
    /// The text.
    pub text: String,
    /// When it was last given.
    pub updated_at: Timestamp,
}

/// Whose benefit is wanted, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitQuery {
    /// The article.
    pub sku: String,
    /// The option of its model; the product itself by default.
    #[serde(default)]
    pub option: Option<String>,
    /// The language (BCP 47); by default that of the shop.
    #[serde(default)]
    pub language: Option<String>,
    /// The country (ISO 3166-1 alpha-2).
    #[serde(default)]
    pub country: Option<String>,
}

impl<T: Reading> Collateral<'_, T> {
    /// The benefit in a language, else in a wider one (`zh` for `zh-TW`), else in any, the first by its tag. In each
    /// language the text for the country comes before the one for all; that of another country is never shown.
    ///
    /// # Errors
    /// `not_found` when there is none; `invalid_input` for a bad language or country.
    pub fn benefit(&self, ask: &BenefitQuery) -> Result<Benefit> {
        let found = self.find_benefit(ask)?;
        found.ok_or_else(|| Error::not_found("benefit", "of this article or option").at("/sku"))
    }

    pub(super) fn find_benefit(&self, ask: &BenefitQuery) -> Result<Option<Benefit>> {
        let tx = self.tx.reader();
        let language = match &ask.language {
            Some(language) => language.clone(),
            None => tx.shop().settings()?.language.clone(),
        };
        require_language(&language)?;
        if let Some(country) = &ask.country {
            require_region(country).map_err(|error| error.at("/country"))?;
        }
        // In the order of languages, a text for the country before one for all.
        let mut all = store::benefits(tx, &ask.sku, ask.option.as_deref())?;
        all.retain(|benefit| benefit.country.is_none() || benefit.country == ask.country);
        all.sort_by(|a, b| (&a.language, a.country.is_none()).cmp(&(&b.language, b.country.is_none())));
        let wanted = texts::fallbacks(&language).find_map(|tag| all.iter().position(|one| one.language == tag));
        Ok(match wanted {
            Some(at) => Some(all.swap_remove(at)),
            None => all.into_iter().next(),
        })
    }

    /// All benefits of a product and of its options, product first, in the order of option, language and country.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn benefits(&self, sku: &str) -> Result<Vec<Benefit>> {
        store::all_benefits(self.tx.reader(), sku)
    }
}

impl Collateral<'_, WriteTransaction> {
    /// Sets or takes away a benefit; all benefits of the product afterwards.
    ///
    /// # Errors
    /// `not_found` for an option that the newest model of the article does not have; `invalid_input` and `limit` for a bad
    /// field.
    pub fn set_benefit(&self, new: NewBenefit) -> Result<Vec<Benefit>> {
        let tx = self.tx;
        let sku = text::key("/sku", &new.sku, MAX_SKU)?;
        require_language(&new.language)?;
        if let Some(country) = &new.country {
            require_region(country).map_err(|error| error.at("/country"))?;
        }
        let written = text::optional_note("/text", new.text.as_deref())?;
        if new.text.is_some() && written.is_none() {
            return Err(Error::invalid("/text", "the text must not be empty").hint("null takes the benefit away"));
        }
        let key = (sku.as_str(), new.option.as_deref(), new.language.as_str(), new.country.as_deref());
        let known = store::find_benefit(tx, key)?;
        let payload = json!({
            "sku": sku, "option": new.option, "language": new.language, "country": new.country,
        });
        match (known, written) {
            (None, None) => {}
            (Some((_, before)), Some(after)) if before == after => {}
            (Some((id, _)), None) => tx.step(|| {
                store::remove_benefit(tx, id)?;
                journal::append(tx, Entry::new("benefit.removed").entity("benefit", id).payload(payload)).map(drop)
            })?,
            (known, Some(after)) => {
                if let Some(option) = &new.option
                    && !configure::has_option(tx, &sku, option)?
                {
                    return Err(Error::not_found("option", "of this model").at("/option"));
                }
                tx.step(|| {
                    let rev = journal::next_seq(tx)?;
                    let id = store::save_benefit(tx, known.map(|(id, _)| id), key, &after, rev)?;
                    journal::append(tx, Entry::new("benefit.set").entity("benefit", id).payload(payload)).map(drop)
                })?;
            }
        }
        self.benefits(&sku)
    }
}
