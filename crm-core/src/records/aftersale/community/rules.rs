//! Pure decisions about the community: moves, settings, and clean fields.

use super::model::{CommunityPatch, CommunitySettings, Topic, TopicPatch, TopicState};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Result, text};

const MAX_SKU: usize = 128;
const MAX_SKUS: usize = 100;
const MAX_TAGS: usize = 20;
const MAX_POINTS: u32 = 1_000_000;
const MAX_REPORTS: u32 = 1_000;
const MAX_HOURS: u32 = 8_760;

/// The moves of a topic. What was hidden or closed can come back to where it was.
pub(crate) static MACHINE: Machine<TopicState> = {
    use TopicState::{Answered, Closed, Hidden, Open};
    Machine::new(
        "topic",
        &[
            (Open, &[Answered, Closed, Hidden]),
            (Answered, &[Open, Closed, Hidden]),
            (Closed, &[Open, Answered, Hidden]),
            (Hidden, &[Open, Answered, Closed]),
        ],
    )
};

/// The settings after a change.
pub(super) fn configured(known: &CommunitySettings, patch: &CommunityPatch) -> Result<CommunitySettings> {
    let after = CommunitySettings {
        solution_points: patch.solution_points.unwrap_or(known.solution_points),
        hide_after_reports: patch.hide_after_reports.unwrap_or(known.hide_after_reports),
        unanswered_hours: patch.unanswered_hours.unwrap_or(known.unanswered_hours),
    };
    for (path, given, most) in [
        ("/solution_points", after.solution_points, MAX_POINTS),
        ("/hide_after_reports", after.hide_after_reports, MAX_REPORTS),
        ("/unanswered_hours", after.unanswered_hours, MAX_HOURS),
    ] {
        if given > most {
            return Err(Error::new(ErrorCode::Limit, format!("at most {most}")).at(path));
        }
    }
    if after.unanswered_hours == 0 {
        return Err(Error::invalid("/unanswered_hours", "at least one hour"));
    }
    Ok(after)
}

/// The topic after a change.
pub(super) fn patched(known: &Topic, patch: TopicPatch) -> Result<Topic> {
    let mut after = known.clone();
    after.board_id = patch.board_id.unwrap_or(after.board_id);
    after.title = patch.title.unwrap_or(after.title);
    after.body = patch.body.unwrap_or(after.body);
    after.tags = patch.tags.unwrap_or(after.tags);
    after.skus = patch.skus.unwrap_or(after.skus);
    clean(&mut after)?;
    Ok(after)
}

/// Brings a topic into its stored form; doing it twice changes nothing.
pub(super) fn clean(topic: &mut Topic) -> Result<()> {
    topic.title = text::name("/title", &topic.title)?;
    topic.body = text::note("/body", &topic.body)?;
    for (path, most, values) in [("/tags", MAX_TAGS, &topic.tags), ("/skus", MAX_SKUS, &topic.skus)] {
        if values.len() > most {
            return Err(Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(path));
        }
    }
    for (at, tag) in topic.tags.iter_mut().enumerate() {
        *tag = text::name(&format!("/tags/{at}"), tag)?.to_lowercase();
    }
    for (at, sku) in topic.skus.iter_mut().enumerate() {
        *sku = text::key(&format!("/skus/{at}"), sku, MAX_SKU)?;
    }
    for values in [&mut topic.tags, &mut topic.skus] {
        values.sort_unstable();
        values.dedup();
    }
    Ok(())
}
