//! JSON schemas as PHP: the types that PHP checks itself, and the finer ones that static analysis reads.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The shared definitions of the operation table.
pub(super) struct Types<'a> {
    definitions: Option<&'a Map<String, Value>>,
}

impl<'a> Types<'a> {
    pub(super) fn new(definitions: &'a Value) -> Self {
        Types { definitions: definitions.as_object() }
    }

    /// The schema that a reference names, or the schema itself.
    pub(super) fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.and_then(|name| self.definitions?.get(name)).unwrap_or(schema)
    }

    /// The definitions that have a name of their own in PHP, with their shapes.
    pub(super) fn aliases(&self) -> Vec<(&'a str, String)> {
        let named = |(name, schema): (&'a String, &'a Value)| {
            has_alias(schema).then(|| (name.as_str(), self.shape(schema, &mut BTreeSet::new())))
        };
        self.definitions.into_iter().flatten().filter_map(named).collect()
    }

    /// The type for static analysis; notes the aliases that it uses.
    pub(super) fn shape(&self, schema: &'a Value, used: &mut BTreeSet<&'a str>) -> String {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            let resolved = self.resolve(schema);
            if has_alias(resolved) {
                if let Some((name, _)) = self.definitions.and_then(|all| all.get_key_value(name)) {
                    used.insert(name);
                }
                return name.to_owned();
            }
            return self.shape(resolved, used);
        }
        if let Some(value) = schema.get("const") {
            return literal(value);
        }
        if let Some(values) = schema["enum"].as_array() {
            return union(values.iter().map(literal));
        }
        if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            return union(choices.iter().map(|choice| self.shape(choice, used)));
        }
        let kinds = kinds(schema);
        if kinds.is_empty() {
            return "mixed".to_owned();
        }
        union(kinds.into_iter().map(|kind| match kind {
            "array" => format!("list<{}>", schema.get("items").map_or("mixed".to_owned(), |one| self.shape(one, used))),
            "object" => self.object(schema, used),
            "integer" => "int".to_owned(),
            "number" => "int|float".to_owned(),
            "boolean" => "bool".to_owned(),
            other => other.to_owned(),
        }))
    }

    fn object(&self, schema: &'a Value, used: &mut BTreeSet<&'a str>) -> String {
        let Some(fields) = schema["properties"].as_object().filter(|fields| !fields.is_empty()) else {
            let values = schema.get("additionalProperties").filter(|values| values.is_object());
            return format!("array<string, {}>", values.map_or("mixed".to_owned(), |values| self.shape(values, used)));
        };
        // What the library reads may leave out what is not required; what it writes holds every field.
        let is_input = schema["additionalProperties"] == Value::Bool(false);
        let required = required(schema);
        let field = |(name, one): (&'a String, &'a Value)| {
            let optional = if is_input && !required.contains(&name.as_str()) { "?" } else { "" };
            format!("{name}{optional}: {}", self.shape(one, used))
        };
        format!("array{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
    }

    /// The type that PHP checks.
    pub(super) fn native(&self, schema: &'a Value) -> String {
        let mut kinds = BTreeSet::new();
        self.collect(schema, &mut kinds);
        if kinds.contains("mixed") || kinds.is_empty() {
            return "mixed".to_owned();
        }
        let nullable = kinds.remove("null");
        let names: Vec<&str> = kinds.into_iter().collect();
        match (names.as_slice(), nullable) {
            ([], _) => "mixed".to_owned(),
            ([one], true) => format!("?{one}"),
            (many, true) => format!("{}|null", many.join("|")),
            (many, false) => many.join("|"),
        }
    }

    fn collect(&self, schema: &'a Value, found: &mut BTreeSet<&'static str>) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            choices.iter().for_each(|choice| self.collect(choice, found));
            return;
        }
        let kinds = kinds(schema);
        if kinds.is_empty() {
            found.insert("mixed");
        }
        for kind in kinds {
            match kind {
                "array" | "object" => found.insert("array"),
                "integer" => found.insert("int"),
                "number" => found.insert("int") | found.insert("float"),
                "boolean" => found.insert("bool"),
                "null" => found.insert("null"),
                "string" => found.insert("string"),
                _ => found.insert("mixed"),
            };
        }
    }

    /// Whether a value is a JSON object: PHP writes an empty array as a list otherwise.
    pub(super) fn is_object(&self, schema: &'a Value) -> bool {
        let schema = self.resolve(schema);
        let choices = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
        match choices {
            Some(choices) => {
                choices.iter().filter(|choice| choice["type"] != "null").all(|choice| self.is_object(choice))
            }
            None => {
                let kinds = kinds(schema);
                kinds.contains(&"object") && !kinds.contains(&"array")
            }
        }
    }
}

/// Objects and enumerations have a name in PHP, ids and dates are plain numbers and strings.
fn has_alias(schema: &Value) -> bool {
    schema["properties"].is_object() || schema["oneOf"].is_array() || schema["anyOf"].is_array()
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ if schema["const"].is_string() => vec!["string"],
        _ => Vec::new(),
    }
}

/// The names of the fields that must be given, in the order of their declaration.
pub(super) fn required(schema: &Value) -> Vec<&str> {
    schema["required"].as_array().map(|names| names.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| format!("'{text}'"))
}

fn union(parts: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for part in parts {
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    seen.join("|")
}
