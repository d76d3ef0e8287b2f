//! Pure decisions about reviews.

use super::model::{NewReview, Review, ReviewPatch, ReviewSettings, ReviewSettingsPatch, ReviewState};
use super::subject::{ReviewSubject, ReviewedKind};
use crate::db::Json;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Patch, Result, ids, text};
use std::collections::BTreeMap;

const MAX_ASPECTS: usize = 20;
const MAX_PHOTOS: usize = 20;
const MAX_WORDS: usize = 1_000;
const MAX_SKU: usize = 128;

/// The moves of a review. Reports and changes by the author have somebody look at it again.
pub(crate) static MACHINE: Machine<ReviewState> = {
    use ReviewState::{Hidden, Pending, Published, Removed};
    Machine::new(
        "review",
        &[
            (Pending, &[Published, Hidden, Removed]),
            (Published, &[Hidden, Removed, Pending]),
            (Hidden, &[Published, Removed, Pending]),
            (Removed, &[]),
        ],
    )
};

/// The settings after a change.
pub(crate) fn patched_settings(known: &ReviewSettings, patch: ReviewSettingsPatch) -> Result<ReviewSettings> {
    let hold_words = match patch.hold_words {
        None => known.hold_words.clone(),
        Some(words) => clean_words(&words)?,
    };
    let after = ReviewSettings {
        auto_publish: patch.auto_publish.unwrap_or(known.auto_publish),
        auto_publish_from: patch.auto_publish_from.unwrap_or(known.auto_publish_from),
        auto_publish_verified_only: patch.auto_publish_verified_only.unwrap_or(known.auto_publish_verified_only),
        hold_words,
        report_limit: patch.report_limit.unwrap_or(known.report_limit),
        negative_until: patch.negative_until.unwrap_or(known.negative_until),
        negative_ticket: patch.negative_ticket.unwrap_or(known.negative_ticket),
        ask_after_days: patch.ask_after_days.unwrap_or(known.ask_after_days),
        ask_until_days: patch.ask_until_days.unwrap_or(known.ask_until_days),
    };
    require_rating("/auto_publish_from", after.auto_publish_from)?;
    if after.negative_until > 4 {
        return Err(Error::invalid("/negative_until", "0 to 4: a rating of 5 is never negative"));
    }
    let bounds = [
        ("/report_limit", after.report_limit, 1_000),
        ("/ask_after_days", after.ask_after_days, 365),
        ("/ask_until_days", after.ask_until_days, 3_650),
    ];
    match bounds.into_iter().find(|(_, given, most)| given > most) {
        Some((path, _, most)) => Err(Error::new(ErrorCode::Limit, format!("at most {most}")).at(path)),
        None => Ok(after),
    }
}

fn clean_words(words: &[String]) -> Result<Vec<String>> {
    if words.len() > MAX_WORDS {
        return Err(Error::new(ErrorCode::Limit, "at most 1,000 words").at("/hold_words"));
    }
    let clean =
        |(at, word): (usize, &String)| text::name(&format!("/hold_words/{at}"), word).map(|word| word.to_lowercase());
    let mut clean = words.iter().enumerate().map(clean).collect::<Result<Vec<_>>>()?;
    clean.sort_unstable();
    clean.dedup();
    Ok(clean)
}

/// The subject in its stored form, or why it is refused.
pub(crate) fn clean_subject(mut subject: ReviewSubject) -> Result<ReviewSubject> {
    use ReviewedKind::{Order, Product, Service, Staff};
    let kind = subject.kind;
    subject.sku = subject.sku.map(|sku| text::key("/subject/sku", &sku, MAX_SKU)).transpose()?;
    ids::require_row_id("/subject/id", subject.id)?;
    let fields = [
        ("/subject/sku", subject.sku.is_some(), kind == Product),
        ("/subject/id", subject.id.is_some(), matches!(kind, Order | Service | Staff)),
        ("/subject/service", subject.service.is_some(), kind == Service),
    ];
    match fields.into_iter().find(|(_, given, needed)| given != needed) {
        Some((path, false, _)) => Err(Error::invalid(path, format!("a {kind} is named by this"))),
        Some((path, true, _)) => Err(Error::invalid(path, format!("a {kind} is not named by this"))),
        None => Ok(subject),
    }
}

/// The review as it is given, with clean text, or why it is refused.
pub(crate) fn clean(new: NewReview) -> Result<NewReview> {
    require_rating("/rating", new.rating)?;
    Ok(NewReview {
        subject: clean_subject(new.subject)?,
        aspects: clean_aspects("/aspects", new.aspects)?,
        title: text::optional_name("/title", new.title.as_deref())?,
        text: text::optional_note("/text", new.text.as_deref())?,
        photos: clean_photos("/photos", &new.photos)?,
        language: new.language.map(|language| text::token("/language", &language)).transpose()?,
        ..new
    })
}

/// The review after its author has changed it.
pub(crate) fn patched(known: &Review, patch: ReviewPatch) -> Result<Review> {
    let mut after = known.clone();
    if let Some(rating) = patch.rating {
        require_rating("/changes/rating", rating)?;
        after.rating = rating;
    }
    if let Some(aspects) = patch.aspects {
        after.aspects = Json(clean_aspects("/changes/aspects", aspects)?);
    }
    patch.title.cleaned(|title| text::optional_name("/changes/title", Some(title)))?.apply(&mut after.title);
    patch.text.cleaned(|words| text::optional_note("/changes/text", Some(words)))?.apply(&mut after.text);
    if let Some(photos) = patch.photos {
        after.photos = Json(clean_photos("/changes/photos", &photos)?);
    }
    let language: Patch<String> = patch.language.try_map(|language| text::token("/changes/language", &language))?;
    language.apply(&mut after.language);
    Ok(after)
}

pub(crate) fn require_rating(path: &str, rating: u8) -> Result<()> {
    if (1..=5).contains(&rating) { Ok(()) } else { Err(Error::invalid(path, "a rating is from 1 to 5")) }
}

fn clean_aspects(path: &str, given: BTreeMap<String, u8>) -> Result<BTreeMap<String, u8>> {
    if given.len() > MAX_ASPECTS {
        return Err(Error::new(ErrorCode::Limit, "at most 20 aspects").at(path));
    }
    let mut clean = BTreeMap::new();
    for (aspect, rating) in given {
        require_rating(path, rating)?;
        if clean.insert(text::token(path, &aspect)?, rating).is_some() {
            return Err(Error::invalid(path, "an aspect is rated twice"));
        }
    }
    Ok(clean)
}

fn clean_photos(path: &str, photos: &[String]) -> Result<Vec<String>> {
    if photos.len() > MAX_PHOTOS {
        return Err(Error::new(ErrorCode::Limit, "at most 20 pictures").at(path));
    }
    let clean = |(at, photo): (usize, &String)| text::key(&format!("{path}/{at}"), photo, text::NAME_MAX_BYTES);
    photos.iter().enumerate().map(clean).collect()
}

/// Whether a review is published without somebody having looked at it.
pub(crate) fn publishes_itself(settings: &ReviewSettings, review: &Review) -> bool {
    settings.auto_publish
        && review.reports == 0
        && review.rating >= settings.auto_publish_from
        && (!settings.auto_publish_verified_only || review.verified_purchase.is_some())
        && !holds_word(&settings.hold_words, review)
}

fn holds_word(words: &[String], review: &Review) -> bool {
    let written = [&review.title, &review.text];
    let written: Vec<String> = written.into_iter().flatten().map(|text| text.to_lowercase()).collect();
    words.iter().any(|word| written.iter().any(|text| text.contains(word.as_str())))
}

/// Where a review goes that its author has changed: what the shop had hidden is looked at again.
pub(crate) fn after_change(settings: &ReviewSettings, review: &Review) -> ReviewState {
    let was_hidden = review.state == ReviewState::Hidden;
    if !was_hidden && publishes_itself(settings, review) { ReviewState::Published } else { ReviewState::Pending }
}
