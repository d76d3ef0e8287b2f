//! From JSON schemas to the few shapes that a value can have, and from shapes to Python.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The operation table, with what the generators ask of it.
pub(super) struct Model<'a> {
    pub(super) operations: &'a [Value],
    definitions: BTreeMap<&'a str, &'a Value>,
    /// Definitions that are given to operations, at any depth.
    given: BTreeSet<&'a str>,
    /// Definitions that operations return, at any depth.
    returned: BTreeSet<&'a str>,
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape<'a> {
    Any,
    Bool,
    Int,
    Float,
    Text,
    Instant,
    Day,
    Decimal,
    Money,
    /// A cell of one of the host's tables.
    Cell,
    /// A closed enumeration with a name of its own.
    Token(&'a str),
    /// A closed enumeration in place.
    Tokens(Vec<&'a str>),
    /// A struct with a name of its own.
    Struct(&'a str),
    /// One of several structs, with a name of its own.
    Choice(&'a str),
    List(Box<Shape<'a>>),
    Map(Box<Shape<'a>>),
    Either(Vec<Shape<'a>>),
    Optional(Box<Shape<'a>>),
}

/// A field of a struct.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a Value,
    pub(super) shape: Shape<'a>,
    pub(super) required: bool,
}

impl Field<'_> {
    /// Whether an absent value and null differ.
    pub(super) fn is_patch(&self) -> bool {
        self.schema["x-patch"] == true
    }
}

impl<'a> Model<'a> {
    /// Whether a type has this name.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.definitions.contains_key(name)
    }

    pub(super) fn new(table: &'a Value) -> Result<Self, String> {
        let operations = table["operations"].as_array().ok_or("the table has no operations")?;
        let definitions = table["definitions"].as_object().ok_or("the table has no definitions")?;
        let definitions = definitions.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
        let mut model = Model { operations, definitions, given: BTreeSet::new(), returned: BTreeSet::new() };
        for operation in operations {
            // The input itself is spread over the parameters; only what is inside it needs a name.
            let input = model.resolve(&operation["input"])?;
            let mut given = std::mem::take(&mut model.given);
            for schema in input["properties"].as_object().into_iter().flatten().map(|(_, schema)| schema) {
                model.collect(schema, &mut given);
            }
            model.given = given;
            let mut returned = std::mem::take(&mut model.returned);
            model.collect(&operation["output"], &mut returned);
            model.returned = returned;
        }
        Ok(model)
    }

    /// The names of all definitions.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.definitions.keys().copied()
    }

    pub(super) fn definition(&self, name: &str) -> &'a Value {
        self.definitions.get(name).copied().unwrap_or(&Value::Null)
    }

    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given.contains(name)
    }

    pub(super) fn is_returned(&self, name: &str) -> bool {
        self.returned.contains(name)
    }

    /// The schema itself, or the definition that it refers to.
    pub(super) fn resolve(&self, schema: &'a Value) -> Result<&'a Value, String> {
        match reference(schema) {
            None => Ok(schema),
            Some(name) => self.definitions.get(name).copied().ok_or_else(|| format!("there is no definition {name}")),
        }
    }

    fn collect(&self, schema: &'a Value, into: &mut BTreeSet<&'a str>) {
        if let Some(name) = reference(schema)
            && into.insert(name)
        {
            self.collect(self.definition(name), into);
        }
        match schema {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, into)),
            Value::Object(fields) => fields.values().for_each(|field| self.collect(field, into)),
            _ => {}
        }
    }

    /// The fields of a struct: required ones in the order of their declaration, then the others by name.
    pub(super) fn fields(&self, schema: &'a Value) -> Vec<Field<'a>> {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
        let rank = |name: &str| required.iter().position(|known| *known == name).unwrap_or(required.len());
        let mut fields: Vec<Field<'_>> = properties
            .iter()
            .map(|(name, schema)| Field {
                name,
                schema,
                shape: self.shape(schema),
                required: required.contains(&name.as_str()),
            })
            .collect();
        fields.sort_by_key(|field| rank(field.name));
        fields
    }

    /// The shape of a schema.
    pub(super) fn shape(&self, schema: &'a Value) -> Shape<'a> {
        if let Some(name) = reference(schema) {
            return self.named(name);
        }
        let choices = ["anyOf", "oneOf"].iter().find_map(|key| schema[*key].as_array());
        if let Some(choices) = choices {
            return self.choice(choices);
        }
        if let Some(token) = schema["const"].as_str() {
            return Shape::Tokens(vec![token]);
        }
        if let Some(tokens) = schema["enum"].as_array() {
            return Shape::Tokens(tokens.iter().filter_map(Value::as_str).collect());
        }
        match &schema["type"] {
            Value::String(kind) => self.plain(kind, schema),
            Value::Array(kinds) => {
                let inner = kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null");
                Shape::Optional(Box::new(inner.map_or(Shape::Any, |kind| self.plain(kind, schema))))
            }
            _ => Shape::Any,
        }
    }

    fn named(&self, name: &'a str) -> Shape<'a> {
        match name {
            "Money" => return Shape::Money,
            "HostValue" => return Shape::Cell,
            _ => {}
        }
        let schema = self.definition(name);
        if schema["properties"].is_object() {
            return Shape::Struct(name);
        }
        if variants(schema).is_some() {
            return Shape::Choice(name);
        }
        match self.shape(schema) {
            Shape::Tokens(_) => Shape::Token(name),
            other => other,
        }
    }

    fn choice(&self, choices: &'a [Value]) -> Shape<'a> {
        let (nulls, others): (Vec<&Value>, Vec<&Value>) = choices.iter().partition(|choice| choice["type"] == "null");
        let mut shapes: Vec<Shape<'_>> = Vec::new();
        for shape in others.into_iter().map(|choice| self.shape(choice)) {
            match (shapes.last_mut(), shape) {
                (Some(Shape::Tokens(known)), Shape::Tokens(more)) => known.extend(more),
                (_, shape) => shapes.push(shape),
            }
        }
        let shape = if shapes.len() == 1 { shapes.remove(0) } else { Shape::Either(shapes) };
        if nulls.is_empty() { shape } else { Shape::Optional(Box::new(shape)) }
    }

    fn plain(&self, kind: &str, schema: &'a Value) -> Shape<'a> {
        match kind {
            "boolean" => Shape::Bool,
            "integer" => Shape::Int,
            "number" => Shape::Float,
            "string" => match schema["format"].as_str() {
                Some("date-time") => Shape::Instant,
                Some("date") => Shape::Day,
                Some("decimal") => Shape::Decimal,
                _ => Shape::Text,
            },
            "array" => Shape::List(Box::new(self.shape(match &schema["prefixItems"] {
                // A pair: all its items have one type here.
                Value::Array(items) => items.first().unwrap_or(&Value::Null),
                _ => &schema["items"],
            }))),
            "object" => Shape::Map(Box::new(self.shape(&schema["additionalProperties"]))),
            _ => Shape::Any,
        }
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/definitions/")
}

/// The structs of a definition that is one of several structs.
pub(super) fn variants(schema: &Value) -> Option<&Vec<Value>> {
    let choices = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())?;
    choices.iter().all(|choice| choice["properties"].is_object()).then_some(choices)
}

impl Shape<'_> {
    /// The annotation of a value that an operation returns.
    pub(super) fn returned(&self) -> String {
        match self {
            Shape::Any => "Any".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Int => "int".to_owned(),
            Shape::Float => "float".to_owned(),
            Shape::Text => "str".to_owned(),
            Shape::Instant => "datetime".to_owned(),
            Shape::Day => "date".to_owned(),
            Shape::Decimal => "Decimal".to_owned(),
            Shape::Money => "Money".to_owned(),
            Shape::Cell => "int | float | str | bytes | None".to_owned(),
            Shape::Token(name) | Shape::Struct(name) => (*name).to_owned(),
            Shape::Choice(_) => "Mapping[str, Any]".to_owned(),
            Shape::Tokens(tokens) => literal(tokens),
            Shape::List(item) => format!("tuple[{}, ...]", item.returned()),
            Shape::Map(item) => format!("Mapping[str, {}]", item.returned()),
            Shape::Either(shapes) => joined(shapes.iter().map(Shape::returned)),
            Shape::Optional(shape) => joined([shape.returned(), "None".to_owned()].into_iter()),
        }
    }

    /// The annotation of a value that an operation takes.
    pub(super) fn given(&self, model: &Model<'_>) -> String {
        match self {
            Shape::Instant => "datetime | str".to_owned(),
            Shape::Day => "date | str".to_owned(),
            Shape::Decimal => "Decimal | int | str".to_owned(),
            Shape::Money => "Money | MoneyDict".to_owned(),
            Shape::Struct(name) if model.is_returned(name) => format!("{name} | {name}Dict"),
            Shape::Choice(name) => (*name).to_owned(),
            Shape::List(item) => format!("Sequence[{}]", item.given(model)),
            Shape::Map(item) => format!("Mapping[str, {}]", item.given(model)),
            Shape::Either(shapes) => joined(shapes.iter().map(|shape| shape.given(model))),
            Shape::Optional(shape) => joined([shape.given(model), "None".to_owned()].into_iter()),
            other => other.returned(),
        }
    }

    /// The Python expression of the function that turns a plain value into its Python type; none when it is one.
    pub(super) fn converter(&self) -> Option<String> {
        match self {
            Shape::Instant => Some("datetime.fromisoformat".to_owned()),
            Shape::Day => Some("date.fromisoformat".to_owned()),
            Shape::Decimal => Some("Decimal".to_owned()),
            Shape::Money => Some("Money._of".to_owned()),
            Shape::Cell => Some("cell".to_owned()),
            Shape::Struct(name) => Some(format!("{name}._of")),
            Shape::List(item) => Some(item.converter().map_or("same".to_owned(), |item| format!("many({item})"))),
            Shape::Map(item) => item.converter().map(|item| format!("by_name({item})")),
            Shape::Optional(shape) => shape.converter(),
            _ => None,
        }
    }

    /// The struct inside, for the order of definitions.
    pub(super) fn inner_struct(&self) -> Option<&str> {
        match self {
            Shape::Struct(name) => Some(name),
            Shape::List(shape) | Shape::Map(shape) | Shape::Optional(shape) => shape.inner_struct(),
            _ => None,
        }
    }
}

/// `Literal["a", "b"]`.
pub(super) fn literal(tokens: &[&str]) -> String {
    let quoted: Vec<String> = tokens.iter().map(|token| format!("{token:?}")).collect();
    format!("Literal[{}]", quoted.join(", "))
}

/// Types with `|` between them, each once, None last.
fn joined(types: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in types.flat_map(|kind| kind.split(" | ").map(str::to_owned).collect::<Vec<_>>()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.sort_by_key(|part| part == "None");
    parts.join(" | ")
}
