//! Which column means what, given as `customer=customer_id,placed_at=date,currency='USD'`.
//!
//! Text in single quotes is a constant for every row, anything else the name of a column (of a path, for JSON lines).
//! Double quotes hold names with commas or spaces: `total="Amount, net"`. A currency code that is no column may stand
//! without quotes. `custom.size=Size` maps to the shop's own field `size`.

use super::reader::Record;
use super::{Entity, Field};
use crate::vocabulary::{Currency, Error, Result, text};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::collections::BTreeMap;

const CUSTOM: &str = "custom.";

/// Where the value of a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From this column.
    Column(String),
    /// The same text for every row.
    Constant(String),
}

/// Fields with their origins, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping(Vec<(String, Origin)>);

impl Mapping {
    /// A mapping from its text.
    ///
    /// # Errors
    /// `invalid_input` when it is not a list of `field=column`.
    pub fn parse(text: &str) -> Result<Self> {
        let pairs = split_outside_quotes(text, ',')?;
        let mut mapping = Mapping::default();
        for pair in pairs.iter().map(|pair| pair.trim()).filter(|pair| !pair.is_empty()) {
            let (field, origin) = pair.split_once('=').ok_or_else(|| {
                Error::invalid("/mapping", "a mapping is a list of field=column")
                    .hint("for example customer=customer_id,placed_at=date,total=amount,currency='USD'")
            })?;
            mapping.add(field.trim(), parse_origin(origin.trim()))?;
        }
        Ok(mapping)
    }

    /// The same mapping with one more field from a column.
    #[must_use]
    pub fn column(mut self, field: Field, column: &str) -> Self {
        self.0.push((field.token().to_owned(), Origin::Column(column.to_owned())));
        self
    }

    /// The same mapping with one more constant.
    #[must_use]
    pub fn constant(mut self, field: Field, value: &str) -> Self {
        self.0.push((field.token().to_owned(), Origin::Constant(value.to_owned())));
        self
    }

    /// Whether nothing is mapped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The columns that are named.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(_, origin)| match origin {
            Origin::Column(name) => Some(name.as_str()),
            Origin::Constant(_) => None,
        })
    }

    /// A mapping that takes every column which is named like a field of the entity.
    #[must_use]
    pub fn by_name(entity: Entity, columns: &[String]) -> Self {
        let fields = entity.fields();
        let named = columns
            .iter()
            .filter(|column| column.starts_with(CUSTOM) || fields.iter().any(|field| field.token() == column.as_str()));
        Mapping(named.map(|column| (column.clone(), Origin::Column(column.clone()))).collect())
    }

    fn add(&mut self, field: &str, origin: Origin) -> Result<()> {
        if self.0.iter().any(|(known, _)| known == field) {
            return Err(Error::invalid("/mapping", format!("the field {} is mapped twice", text::quoted(field))));
        }
        self.0.push((field.to_owned(), origin));
        Ok(())
    }
}

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, origin)| {
            let text: Cow<'_, str> = match origin {
                Origin::Column(name) => name.as_str().into(),
                Origin::Constant(value) => format!("'{value}'").into(),
            };
            (field, text)
        }))
    }
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
enum MappingJson {
    /// field=column, joined by commas.
    Text(String),
    /// Columns by field; a constant stands in single quotes.
    Fields(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let parsed = match MappingJson::deserialize(deserializer) {
            Err(_) => return Err(de::Error::custom("a mapping is a text or an object of texts")),
            Ok(MappingJson::Text(text)) => Mapping::parse(&text),
            Ok(MappingJson::Fields(fields)) => {
                Ok(Mapping(fields.iter().map(|(field, origin)| (field.clone(), parse_origin(origin))).collect()))
            }
        };
        parsed.map_err(|error| de::Error::custom(error.message()))
    }
}

impl schemars::JsonSchema for Mapping {
    fn schema_name() -> Cow<'static, str> {
        "Mapping".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        MappingJson::json_schema(generator)
    }
}

fn parse_origin(text: &str) -> Origin {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(value) = inside('\'') {
        return Origin::Constant(value.to_owned());
    }
    Origin::Column(inside('"').unwrap_or(text).to_owned())
}

/// Splits at a character that stands outside single and double quotes.
fn split_outside_quotes(text: &str, at: char) -> Result<Vec<&str>> {
    let (mut parts, mut start, mut open) = (Vec::new(), 0, None);
    for (position, character) in text.char_indices() {
        match open {
            Some(quote) if character == quote => open = None,
            Some(_) => {}
            None if character == '\'' || character == '"' => open = Some(character),
            None if character == at => {
                parts.push(&text[start..position]);
                start = position + at.len_utf8();
            }
            None => {}
        }
    }
    if open.is_some() {
        return Err(Error::invalid("/mapping", "a quote of the mapping is not closed"));
    }
    parts.push(&text[start..]);
    Ok(parts)
}

/// Where a field is found in a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Slot {
    #[default]
    Nowhere,
    Column(usize),
    Constant(String),
}

impl Slot {
    fn get<'a>(&'a self, record: &'a Record, unquote: bool) -> Option<&'a str> {
        let text = match self {
            Slot::Nowhere => None,
            Slot::Column(column) => {
                record.get(*column).map(|cell| if unquote { super::cell::unguarded(cell) } else { cell })
            }
            Slot::Constant(value) => Some(value.as_str()),
        };
        text.map(str::trim).filter(|text| !text.is_empty())
    }
}

/// A mapping, resolved against the columns of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    slots: Vec<Slot>,
    custom: Vec<(String, Slot)>,
    /// Columns that nothing reads.
    pub(crate) unused: Vec<String>,
    /// Whether cells may carry the mark that keeps a spreadsheet from running them.
    guarded: bool,
}

impl Plan {
    /// Resolves a mapping.
    ///
    /// # Errors
    /// `invalid_input` for a field that the entity does not have, a column that the source does not have (listing
    /// those it has), or a mapping without what the entity needs.
    pub(crate) fn new(entity: Entity, mapping: &Mapping, columns: &[String], guarded: bool) -> Result<Self> {
        let by_name;
        let mapping = if mapping.is_empty() {
            by_name = Mapping::by_name(entity, columns);
            &by_name
        } else {
            mapping
        };
        let fields = entity.fields();
        let mut plan =
            Plan { slots: vec![Slot::Nowhere; Field::ALL.len()], custom: Vec::new(), unused: Vec::new(), guarded };
        let mut used = vec![false; columns.len()];
        for (name, origin) in &mapping.0 {
            let slot = slot(name, origin, columns)?;
            if let Slot::Column(column) = &slot {
                used[*column] = true;
            }
            if let Some(key) = name.strip_prefix(CUSTOM).filter(|_| entity == Entity::Customers) {
                plan.custom.push((key.to_owned(), slot));
                continue;
            }
            let field = Field::parse(name).ok().filter(|field| fields.contains(field)).ok_or_else(|| {
                Error::invalid("/mapping", format!("{} have no field {}", entity.token(), text::quoted(name)))
                    .allowed(fields.iter().map(|field| field.token()))
            })?;
            plan.slots[field.index()] = slot;
        }
        plan.require(entity, columns)?;
        plan.unused = columns.iter().zip(&used).filter(|(_, used)| !**used).map(|(name, _)| name.clone()).collect();
        Ok(plan)
    }

    fn require(&self, entity: Entity, columns: &[String]) -> Result<()> {
        for group in entity.required() {
            if group.iter().all(|field| self.slots[field.index()] == Slot::Nowhere) {
                let names: Vec<&str> = group.iter().map(|field| field.token()).collect();
                let wanted =
                    if let [only] = names[..] { only.to_owned() } else { format!("one of {}", names.join(", ")) };
                return Err(Error::invalid("/mapping", format!("{} need {wanted}", entity.token()))
                    .hint(format!("map it to one of the columns: {}", columns.join(", "))));
            }
        }
        Ok(())
    }

    /// The text of a field; blank is absent.
    pub(crate) fn get<'a>(&'a self, record: &'a Record, field: Field) -> Option<&'a str> {
        self.slots[field.index()].get(record, self.guarded)
    }

    /// The keys of the shop's own fields that are mapped.
    pub(crate) fn custom_keys(&self) -> impl Iterator<Item = &str> {
        self.custom.iter().map(|(key, _)| key.as_str())
    }

    /// The shop's own fields with their text; blank is absent.
    pub(crate) fn custom<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.custom.iter().filter_map(|(key, slot)| Some((key.as_str(), slot.get(record, self.guarded)?)))
    }
}

fn slot(field: &str, origin: &Origin, columns: &[String]) -> Result<Slot> {
    let name = match origin {
        Origin::Constant(value) => return Ok(Slot::Constant(value.clone())),
        Origin::Column(name) => name,
    };
    if let Some(column) = columns.iter().position(|column| column == name) {
        return Ok(Slot::Column(column));
    }
    if field == Field::Currency.token() && Currency::parse(name).is_ok() {
        return Ok(Slot::Constant(name.clone()));
    }
    Err(Error::invalid(format!("/mapping/{field}"), format!("there is no column {}", text::quoted(name)))
        .allowed(columns.iter().map(String::as_str))
        .hint("a text that is the same for every row stands in single quotes: channel='web'"))
}
