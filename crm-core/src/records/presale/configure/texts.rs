//! Texts in several languages.

use crate::records::shop::require_language;
use crate::vocabulary::{Error, ErrorCode, Result, text};
use std::collections::BTreeMap;

/// A text by its languages (BCP 47).
pub(crate) type Texts = BTreeMap<String, String>;

const MAX_LANGUAGES: usize = 50;

/// The texts in their stored form: each of one line, at most 512 bytes.
pub(crate) fn clean(path: &str, texts: Texts) -> Result<Texts> {
    if texts.len() > MAX_LANGUAGES {
        return Err(Error::new(ErrorCode::Limit, "a text has at most 50 languages").at(path));
    }
    let mut cleaned = Texts::new();
    for (language, one) in texts {
        // The key may be anything: it is named only when it is a language.
        require_language(&language).map_err(|error| error.at(path))?;
        let one = text::name(&format!("{path}/{language}"), &one)?;
        cleaned.insert(language, one);
    }
    Ok(cleaned)
}

/// A language and those that it falls back on, the nearest first: `zh-Hant-TW`, `zh-Hant`, `zh`.
pub(crate) fn fallbacks(language: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(language), |known| known.rfind('-').map(|end| &known[..end]))
}

/// The text in a language, else in a wider one, else in any: the first by its tag.
pub(crate) fn pick<'a>(texts: &'a Texts, language: Option<&str>) -> Option<&'a str> {
    let wanted = language.into_iter().flat_map(fallbacks).find_map(|language| texts.get(language));
    wanted.or_else(|| texts.values().next()).map(String::as_str)
}
