//! Custom fields: typed values that a shop defines for itself.

use super::find::require;
use super::update::{announce, current};
use super::values::{self, FieldType, Stored};
use super::{Customers, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomFieldId, CustomerId, Error, ErrorCode, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MAX_OPTIONS: usize = 1_000;

tokens! {
    /// What a custom field belongs to.
    pub enum FieldEntity("entity of a custom field") {
        /// Customers.
        Customer = "customer",
    }
}

/// A custom field as it is defined; the same key again changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewField {
    /// What it belongs to.
    #[serde(default = "customer")]
    pub entity: FieldEntity,
    /// The key, a token of at most 64 bytes, unique per entity.
    pub key: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether a new customer must have a value.
    #[serde(default)]
    pub required: bool,
    /// Whether its values are personal data.
    #[serde(default)]
    pub pii: bool,
    /// The options of an enumeration, at most 1,000 tokens.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether lists can be filtered by it quickly.
    #[serde(default)]
    pub indexed: bool,
}

fn customer() -> FieldEntity {
    FieldEntity::Customer
}

/// A custom field as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomField {
    /// The id.
    pub id: CustomFieldId,
    /// What it belongs to.
    pub entity: FieldEntity,
    /// The key.
    pub key: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether a new customer must have a value.
    pub required: bool,
    /// Whether its values are personal data.
    pub pii: bool,
    /// The options of an enumeration.
    pub options: Vec<String>,
    /// Whether lists can be filtered by it quickly.
    pub indexed: bool,
    /// When it was defined.
    pub created_at: Timestamp,
}

impl<T: Reading> Customers<'_, T> {
    /// All custom fields, in the order of their definition.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn fields(&self) -> Result<Vec<CustomField>> {
        store::field::all(self.tx.reader())
    }

    /// The values of a customer's custom fields by their keys, in their JSON form.
    ///
    /// # Errors
    /// `not_found`.
    pub fn field_values(&self, id: CustomerId) -> Result<BTreeMap<String, Value>> {
        let tx = self.tx.reader();
        let customer = require(tx, id)?;
        let rows = store::field::values_of(tx, customer)?;
        rows.into_iter().map(|(key, kind, stored)| Ok((key, values::shown(kind, &stored)?))).collect()
    }
}

impl Customers<'_, WriteTransaction> {
    /// Defines a custom field, or changes one: whether it is required, personal or indexed, and its options.
    ///
    /// # Errors
    /// `conflict` for another type, and for an option that is taken away while a customer has it; `invalid_input` and
    /// `limit` for a bad key or options.
    pub fn define_field(&self, new: NewField) -> Result<CustomField> {
        let tx = self.tx;
        let new = clean(new)?;
        let known = store::field::find(tx, new.entity, &new.key)?;
        if let Some(known) = &known {
            require_compatible(tx, known, &new)?;
        }
        let id = tx.step(|| {
            let rev = journal::next_seq(tx)?;
            let id = match &known {
                None => store::field::insert(tx, &new, rev)?,
                Some(known) => store::field::update(tx, known.id, &new, rev)?,
            };
            let payload = json!({ "key": new.key, "type": new.kind });
            journal::append(tx, Entry::new("custom_field.defined").entity("custom_field", id).payload(payload))?;
            Ok(id)
        })?;
        store::field::get(tx, id)?.or_not_found(CustomFieldId::WHAT, id)
    }

    /// Sets values of custom fields by their keys; null removes one. All values afterwards.
    ///
    /// # Errors
    /// `not_found` for the customer; `invalid_input` with the key in the path for an unknown field, a value of another
    /// type, or null for a required field.
    pub fn set_fields(&self, id: CustomerId, given: &BTreeMap<String, Value>) -> Result<BTreeMap<String, Value>> {
        let tx = self.tx;
        let customer = current(tx, id)?.id;
        tx.step(|| write(tx, customer, given, "/values", false))?;
        self.field_values(customer)
    }
}

/// The values of a new customer, of which the required ones must be there.
pub(crate) fn fill(tx: &WriteTransaction, id: CustomerId, given: &BTreeMap<String, Value>) -> Result<()> {
    for key in store::field::required(tx)? {
        if given.get(&key).is_none_or(Value::is_null) {
            return Err(Error::invalid(format!("/custom/{}", pointer(&key)), "this custom field is required"));
        }
    }
    write(tx, id, given, "/custom", false).map(drop)
}

/// The values of a known customer; whether anything changed.
pub(crate) fn join(
    tx: &WriteTransaction,
    id: CustomerId,
    given: &BTreeMap<String, Value>,
    only_gaps: bool,
) -> Result<bool> {
    write(tx, id, given, "/custom", only_gaps)
}

fn write(
    tx: &WriteTransaction,
    id: CustomerId,
    given: &BTreeMap<String, Value>,
    path: &str,
    only_gaps: bool,
) -> Result<bool> {
    let mut changed = Vec::new();
    for (key, value) in given {
        let at = format!("{path}/{}", pointer(key));
        let field = field(tx, key, &at)?;
        let known = store::field::value(tx, id, field.id)?;
        if only_gaps && known.is_some() {
            continue;
        }
        if value.is_null() && field.required {
            return Err(Error::invalid(at, "this custom field is required"));
        }
        let stored = stored(tx, &field, value).map_err(|error| error.at(at.as_str()))?;
        if stored == known {
            continue;
        }
        match stored {
            Some(stored) => store::field::set(tx, id, &field, &stored)?,
            None => store::field::unset(tx, id, field.id)?,
        }
        changed.push(key);
    }
    if changed.is_empty() {
        return Ok(false);
    }
    announce(tx, Entry::new("customer.updated"), id, json!({ "fields": ["custom"], "custom": changed }))?;
    Ok(true)
}

/// A key as a part of a JSON pointer.
fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A field by its key.
pub(crate) fn field(tx: &ReadTransaction, key: &str, path: &str) -> Result<CustomField> {
    store::field::find(tx, FieldEntity::Customer, key)?.ok_or_else(|| {
        Error::invalid(path, "there is no custom field of this key").hint("define it with customers.define_field")
    })
}

/// The stored form of a value; nothing for null.
pub(crate) fn stored(tx: &ReadTransaction, field: &CustomField, value: &Value) -> Result<Option<Stored>> {
    if value.is_null() {
        return Ok(None);
    }
    let mut stored = values::stored(field.kind, &field.options, value)?;
    if field.kind == FieldType::CustomerRef
        && let Some(id) = stored.number
    {
        stored.number = Some(require(tx, CustomerId(id))?.0);
    }
    Ok(Some(stored))
}

fn clean(mut new: NewField) -> Result<NewField> {
    new.key = text::token("/key", &new.key)?;
    if new.options.len() > MAX_OPTIONS {
        return Err(Error::new(ErrorCode::Limit, "a custom field has at most 1,000 options").at("/options"));
    }
    for (at, option) in new.options.iter_mut().enumerate() {
        *option = text::token(&format!("/options/{at}"), option)?;
    }
    let mut unique = new.options.clone();
    unique.sort();
    unique.dedup();
    if unique.len() != new.options.len() {
        return Err(Error::invalid("/options", "an option stands there twice"));
    }
    if new.kind.has_options() == new.options.is_empty() {
        return Err(Error::invalid("/options", "enumerations have options, and only they"));
    }
    Ok(new)
}

fn require_compatible(tx: &WriteTransaction, known: &CustomField, new: &NewField) -> Result<()> {
    if known.kind != new.kind {
        return Err(Error::conflict("this custom field has another type").at("/type").existing(known.id));
    }
    for option in known.options.iter().filter(|option| !new.options.contains(option)) {
        if store::field::has_option(tx, known, option)? {
            return Err(Error::conflict("an option that customers have cannot be taken away")
                .at("/options")
                .existing(known.id));
        }
    }
    Ok(())
}
