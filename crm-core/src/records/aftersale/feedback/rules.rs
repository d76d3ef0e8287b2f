//! Pure decisions about feedback.

use super::model::{FeedbackAbout, FeedbackSettings, FeedbackSettingsPatch, FeedbackState, NewFeedback};
use crate::records::interactions;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Result, text};

pub(crate) const MAX_SKU: usize = 128;

/// The moves of a feedback. What was declined may be thought over; what is done is done.
pub(crate) static MACHINE: Machine<FeedbackState> = {
    use FeedbackState::{Declined, Done, Planned, Received, UnderReview};
    Machine::new(
        "feedback",
        &[
            (Received, &[UnderReview, Declined]),
            (UnderReview, &[Planned, Done, Declined]),
            (Planned, &[Done, Declined, UnderReview]),
            (Done, &[]),
            (Declined, &[UnderReview]),
        ],
    )
};

/// Whether nothing more will come of it as it stands.
pub(crate) fn is_over(state: FeedbackState) -> bool {
    matches!(state, FeedbackState::Done | FeedbackState::Declined)
}

/// The settings after a change.
pub(crate) fn patched(known: &FeedbackSettings, patch: &FeedbackSettingsPatch) -> Result<FeedbackSettings> {
    let after = FeedbackSettings {
        answer_within_days: patch.answer_within_days.unwrap_or(known.answer_within_days),
        points: patch.points.unwrap_or(known.points),
        credit: patch.credit.unwrap_or(known.credit),
    };
    let bounds = [
        ("/answer_within_days", after.answer_within_days, 365),
        ("/points", after.points, MAX_POINTS),
        ("/credit", after.credit, 1_000),
    ];
    match bounds.into_iter().find(|(_, given, most)| given > most) {
        Some((path, _, most)) => Err(Error::new(ErrorCode::Limit, format!("at most {most}")).at(path)),
        None => Ok(after),
    }
}

const MAX_POINTS: u32 = 1_000_000;

/// What an idea that helped brings: what is given, or what the settings say.
pub(crate) fn reward(settings: &FeedbackSettings, points: Option<u32>, credit: Option<u32>) -> Result<(u32, u32)> {
    let patch = FeedbackSettingsPatch { points, credit, answer_within_days: None };
    patched(settings, &patch).map(|after| (after.points, after.credit))
}

/// The feedback as it is given, with clean text, or why it is refused.
pub(crate) fn clean(mut new: NewFeedback) -> Result<NewFeedback> {
    new.text = text::note("/text", &new.text)?;
    new.sku = new.sku.map(|sku| text::key("/sku", &sku, MAX_SKU)).transpose()?;
    if new.about != FeedbackAbout::Competitor {
        let named = [
            ("/competitor_id", new.competitor_id.is_some()),
            ("/competitor_product_id", new.competitor_product_id.is_some()),
        ];
        if let Some((path, _)) = named.into_iter().find(|(_, is_named)| *is_named) {
            return Err(Error::invalid(path, "only feedback about a competitor names one"));
        }
    }
    new.reference = new.reference.map(interactions::clean_reference).transpose()?;
    Ok(new)
}
