//! Which value each field of the winner takes. Fields that only make sense together (a name and its parts, a block and
//! its reason) go together.

use crate::records::customers::changes::fields_of;
use crate::records::customers::{Block, Customer};
use crate::vocabulary::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

tokens! {
    /// Whose value a field takes in a merge.
    pub enum FieldRule("rule of a field") {
        /// The winner's, even when it is empty.
        KeepWinner = "keep_winner",
        /// The loser's, even when it is empty.
        KeepLoser = "keep_loser",
        /// That of the customer whose fields changed last, unless it is empty.
        Newest = "newest",
    }
}

/// A field of the winner before and after the merge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) before: Value,
    pub(crate) after: Value,
}

pub(crate) type Changes = BTreeMap<String, Change>;

/// The group of the block, of which the stricter one holds.
const BLOCK: &str = "blocked";

/// The name of a rule, and the fields that it decides together.
const GROUPS: &[(&str, &[&str])] = &[
    ("name", &["name", "given_name", "family_name", "name_order"]),
    ("gender", &["gender"]),
    ("birth_date", &["birth_date"]),
    ("income_band", &["income_band"]),
    ("id_document_hash", &["id_document_hash"]),
    ("language", &["language"]),
    ("country", &["country"]),
    ("time_zone", &["time_zone"]),
    ("source_touch_id", &["source_touch_id"]),
    ("owner_id", &["owner_id"]),
    (BLOCK, &["blocked", "block_reason", "blocked_since", "blocked_until", "blocked_by"]),
    ("preferred_channel", &["preferred_channel"]),
    ("quiet_hours", &["quiet_from", "quiet_to"]),
    ("note", &["note"]),
];

/// What changes in the winner.
pub(crate) fn decide(
    winner: &Customer,
    loser: &Customer,
    rules: &BTreeMap<String, FieldRule>,
    now: Timestamp,
) -> Result<Changes> {
    if rules.keys().any(|name| !GROUPS.iter().any(|(group, _)| group == name)) {
        return Err(Error::invalid("/rules", "a rule names a field that cannot be merged")
            .allowed(GROUPS.iter().map(|(group, _)| *group)));
    }
    let (own, other) = (fields_of(winner)?, fields_of(loser)?);
    let loser_is_newer = loser.updated_at > winner.updated_at;
    let mut changes = Changes::new();
    for (group, fields) in GROUPS {
        let (has_own, has_other) = (is_told(&own, fields), is_told(&other, fields));
        let takes_other = match rules.get(*group) {
            Some(FieldRule::KeepWinner) => false,
            Some(FieldRule::KeepLoser) => true,
            Some(FieldRule::Newest) => has_other && (loser_is_newer || !has_own),
            // Nobody gets rid of a block by a merge.
            None if *group == BLOCK => strictness(loser, now) > strictness(winner, now),
            None => has_other && !has_own,
        };
        if takes_other && fields.iter().any(|field| own.get(*field) != other.get(*field)) {
            // The whole group, so that taking the merge back sees a later change of any of its fields.
            fields.iter().for_each(|field| note(&mut changes, field, &own, &other));
        }
    }
    // The customer was first seen when either was.
    if loser.first_seen_at < winner.first_seen_at {
        note(&mut changes, "first_seen_at", &own, &other);
    }
    if !changes.is_empty() {
        let change = Change { before: json!(winner.updated_at), after: json!(now) };
        changes.insert("updated_at".to_owned(), change);
    }
    Ok(changes)
}

/// How much the block that holds forbids, and for how long; none at all is the least.
fn strictness(customer: &Customer, now: Timestamp) -> Option<(Block, Timestamp)> {
    customer
        .block_at(now)
        .map(|block| (block.block, block.until.unwrap_or(Timestamp::saturating_from_millis(i64::MAX))))
}

fn note(changes: &mut Changes, field: &str, own: &Map<String, Value>, other: &Map<String, Value>) {
    let (before, after) = (own.get(field).cloned().unwrap_or_default(), other.get(field).cloned().unwrap_or_default());
    changes.insert(field.to_owned(), Change { before, after });
}

/// Whether any field of a group says something; `unknown` and `none` do not.
fn is_told(values: &Map<String, Value>, fields: &[&str]) -> bool {
    let empty = [Value::Null, json!("unknown"), json!("none")];
    fields.iter().filter_map(|field| values.get(*field)).any(|value| !empty.contains(value))
}

/// The winner after the merge.
pub(crate) fn applied(winner: &Customer, changes: &Changes) -> Result<Customer> {
    with_values(winner, changes.iter().map(|(field, change)| (field, &change.after)))
}

/// The winner with its fields from before the merge, as far as nobody changed them or those of the same group since;
/// nothing when none goes back.
pub(crate) fn restored(winner: &Customer, changes: &Changes) -> Result<Option<Customer>> {
    let now = serde_json::to_value(winner).map_err(|_| unreadable())?;
    let is_still = |field: &str| changes.get(field).is_none_or(|change| now.get(field) == Some(&change.after));
    let group_of = |field: &str| GROUPS.iter().find(|(_, fields)| fields.contains(&field)).map(|(_, fields)| *fields);
    let still: Vec<(&String, &Value)> = changes
        .iter()
        .filter(|(field, _)| {
            is_still(field.as_str()) && group_of(field.as_str()).unwrap_or_default().iter().all(|other| is_still(other))
        })
        .map(|(field, change)| (field, &change.before))
        .collect();
    if still.is_empty() {
        return Ok(None);
    }
    with_values(winner, still.into_iter()).map(Some)
}

fn with_values<'a>(customer: &Customer, values: impl Iterator<Item = (&'a String, &'a Value)>) -> Result<Customer> {
    let mut json = serde_json::to_value(customer).map_err(|_| unreadable())?;
    for (field, value) in values {
        json[field] = value.clone();
    }
    serde_json::from_value(json).map_err(|_| unreadable())
}

fn unreadable() -> Error {
    Error::internal("the fields of a merge cannot be read")
}
