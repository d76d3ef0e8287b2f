//! Pure decisions about contacts.

use super::{Caller, Interaction, InteractionPatch, NewInteraction, Reference};
use crate::vocabulary::{Error, InteractionId, Patch, Result, StaffId, Timestamp, ids, text};

/// A leap year: nothing that a shop records lasts longer.
const MAX_DURATION_S: u32 = 31_622_400;
const MAX_THREAD: usize = 256;
const MAX_EXTERNAL: usize = 256;

/// The contact with clean text, or why it is refused.
pub(crate) fn clean(mut new: NewInteraction) -> Result<NewInteraction> {
    if new.customer_id.is_some() && new.identity.is_some() {
        return Err(Error::invalid("/identity", "give the customer's id or an identity, not both"));
    }
    require_duration(new.duration_s)?;
    require_sentiment(new.sentiment)?;
    require_staff(new.staff_id)?;
    new.subject = text::optional_name("/subject", new.subject.as_deref())?;
    new.body = text::optional_note("/body", new.body.as_deref())?;
    new.thread_id = new.thread_id.map(|thread| text::key("/thread_id", &thread, MAX_THREAD)).transpose()?;
    new.reference = new.reference.map(clean_reference).transpose()?;
    new.source = new.source.map(|source| text::token("/source", &source)).transpose()?;
    new.external_id = new.external_id.map(|id| text::key("/external_id", &id, MAX_EXTERNAL)).transpose()?;
    if new.external_id.is_some() && new.source.is_none() {
        return Err(Error::invalid("/source", "an external id needs the system that it belongs to"));
    }
    Ok(new)
}

/// The patch with clean text, or why it is refused.
pub(crate) fn clean_patch(patch: InteractionPatch) -> Result<InteractionPatch> {
    if let Patch::Set(duration) = patch.duration_s {
        require_duration(Some(duration))?;
    }
    if let Patch::Set(sentiment) = patch.sentiment {
        require_sentiment(Some(sentiment))?;
    }
    if let Patch::Set(staff) = patch.staff_id {
        require_staff(Some(staff))?;
    }
    Ok(InteractionPatch {
        subject: patch.subject.cleaned(|subject| text::optional_name("/subject", Some(subject)))?,
        body: patch.body.cleaned(|body| text::optional_note("/body", Some(body)))?,
        thread_id: patch.thread_id.try_map(|thread| text::key("/thread_id", &thread, MAX_THREAD))?,
        reference: patch.reference.try_map(clean_reference)?,
        ..patch
    })
}

/// What something is about, or why it is refused.
pub(crate) fn clean_reference(reference: Reference) -> Result<Reference> {
    ids::require_row_id("/ref/id", Some(reference.id))?;
    Ok(Reference { entity: text::token("/ref/entity", &reference.entity)?, id: reference.id })
}

fn require_duration(seconds: Option<u32>) -> Result<()> {
    if seconds.is_some_and(|seconds| seconds > MAX_DURATION_S) {
        return Err(Error::invalid("/duration_s", "a contact lasts at most 31,622,400 seconds"));
    }
    Ok(())
}

fn require_sentiment(sentiment: Option<i8>) -> Result<()> {
    if sentiment.is_some_and(|sentiment| !(-100..=100).contains(&sentiment)) {
        return Err(Error::invalid("/sentiment", "a sentiment is −100 to 100"));
    }
    Ok(())
}

fn require_staff(staff: Option<StaffId>) -> Result<()> {
    if staff.is_some_and(|staff| staff.0 < 1) {
        return Err(Error::invalid("/staff_id", "an id is above 0"));
    }
    Ok(())
}

/// Whether a report is older than the one that is stored; only reports that say when they were made can be.
pub(crate) fn is_outdated(known: &Interaction, reported: Option<Timestamp>) -> bool {
    matches!((known.host_updated_at, reported), (Some(stored), Some(reported)) if reported < stored)
}

/// What is stored after a change by its keeper, and the names of the changed fields.
pub(crate) fn patched(known: &Interaction, patch: InteractionPatch) -> (Interaction, Vec<&'static str>) {
    let mut after = known.clone();
    after.outcome = patch.outcome.unwrap_or(after.outcome);
    after.kind = patch.kind.unwrap_or(after.kind);
    patch.duration_s.apply(&mut after.duration_s);
    patch.staff_id.apply(&mut after.staff_id);
    patch.subject.apply(&mut after.subject);
    patch.body.apply(&mut after.body);
    patch.thread_id.apply(&mut after.thread_id);
    patch.reference.apply(&mut after.reference);
    patch.sentiment.apply(&mut after.sentiment);
    let fields = changed_fields(known, &after);
    (after, fields)
}

/// The names of the fields that differ, for the journal.
pub(crate) fn changed_fields(before: &Interaction, after: &Interaction) -> Vec<&'static str> {
    let pairs = [
        ("customer_id", before.customer_id != after.customer_id),
        ("identity", before.identity != after.identity),
        ("channel", before.channel != after.channel),
        ("direction", before.direction != after.direction),
        ("kind", before.kind != after.kind),
        ("at", before.at != after.at),
        ("duration_s", before.duration_s != after.duration_s),
        ("staff_id", before.staff_id != after.staff_id),
        ("subject", before.subject != after.subject),
        ("body", before.body != after.body),
        ("outcome", before.outcome != after.outcome),
        ("thread_id", before.thread_id != after.thread_id),
        ("ref", before.reference != after.reference),
        ("sentiment", before.sentiment != after.sentiment),
        ("updated_at", before.host_updated_at != after.host_updated_at),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

/// The contact as it will be stored: new, or the known one brought to what is reported now.
///
/// A new one has no id yet. A report without a time or a customer leaves those of the known contact alone, because they
/// may have been set here (it was attached).
pub(crate) fn as_stored(
    new: NewInteraction,
    caller: Caller,
    known: Option<&Interaction>,
    now: Timestamp,
) -> Interaction {
    Interaction {
        id: known.map_or(InteractionId(0), |known| known.id),
        customer_id: caller.customer.or(known.and_then(|known| known.customer_id)),
        identity: caller.identity.or_else(|| known.and_then(|known| known.identity.clone())),
        channel: new.channel,
        direction: new.direction,
        kind: new.kind,
        at: new.at.unwrap_or_else(|| known.map_or(now, |known| known.at)),
        duration_s: new.duration_s,
        staff_id: new.staff_id,
        subject: new.subject,
        body: new.body,
        outcome: new.outcome,
        thread_id: new.thread_id,
        reference: new.reference,
        sentiment: new.sentiment,
        source: new.source,
        external_id: new.external_id,
        host_updated_at: new.updated_at.or(known.and_then(|known| known.host_updated_at)),
        recorded_at: known.map_or(now, |known| known.recorded_at),
        updated_at: now,
    }
}
