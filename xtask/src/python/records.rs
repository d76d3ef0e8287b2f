//! `crm/types.py`: tokens, records that operations return, dicts that they take.

use super::shape::{Field, Model, Shape, literal, variants};
use super::{STANDARD, WRITTEN_BY, about, imports, python_name};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Answers without content of their own: methods return nothing, or the number itself.
pub(super) const UNWRAPPED: &[&str] = &["Done", "Count"];

const MONEY: &str = r#"

class MoneyDict(TypedDict):
    """An amount in one currency as plain data."""

    amount: str
    """A decimal string with at most the currency's decimals."""
    currency: str
    """The ISO 4217 code."""

"#;

/// The whole module.
pub(super) fn module(model: &Model<'_>) -> Result<String, String> {
    let mut body = String::new();
    let mut exported: BTreeSet<String> = BTreeSet::from(["MoneyDict".to_owned()]);
    tokens(model, &mut body, &mut exported)?;
    let mut done = BTreeSet::new();
    for name in model.names().filter(|name| model.is_returned(name)) {
        record(model, name, &mut done, &mut body, &mut exported)?;
    }
    for name in model.names().filter(|name| model.is_given(name)) {
        dict(model, name, &mut body, &mut exported)?;
    }
    let body = format!("{MONEY}{body}");
    let names: Vec<String> = exported.iter().map(|name| format!("    {name:?},\n")).collect();
    let ours: &[(&str, &[&str])] = &[
        ("crm.money", &["Money"]),
        ("crm.record", &["Converter", "PageRecord", "Record", "by_name", "cell", "many", "same"]),
    ];
    Ok(format!(
        "\"\"\"Records that operations return, dicts that they take, and tokens. {WRITTEN_BY}\"\"\"\n\n\
         from __future__ import annotations\n\n{}\n{}\n__all__ = [\n{}]\n{body}",
        imports(&body, STANDARD),
        imports(&body, ours),
        names.concat()
    ))
}

/// Closed enumerations as aliases of `Literal`.
fn tokens(model: &Model<'_>, body: &mut String, exported: &mut BTreeSet<String>) -> Result<(), String> {
    for name in model.names() {
        let schema = model.definition(name);
        let Shape::Tokens(tokens) = model.shape(schema) else { continue };
        if !model.is_given(name) && !model.is_returned(name) && !used_at_the_top(model, name) {
            continue;
        }
        exported.insert(name.to_owned());
        write!(body, "\n{name}: TypeAlias = {}\n{}", literal(&tokens), docstring("", &about(schema)))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Whether an input has a field of this type; those fields are parameters.
fn used_at_the_top(model: &Model<'_>, name: &str) -> bool {
    let is_it = |field: &Field<'_>| match &field.shape {
        Shape::Optional(inner) => **inner == Shape::Token(name),
        shape => *shape == Shape::Token(name),
    };
    let inputs = model.operations.iter().filter_map(|operation| model.resolve(&operation["input"]).ok());
    inputs.flat_map(|input| model.fields(input)).any(|field| is_it(&field))
}

/// A struct that is returned, after those that it holds.
fn record<'a>(
    model: &Model<'a>,
    name: &'a str,
    done: &mut BTreeSet<&'a str>,
    body: &mut String,
    exported: &mut BTreeSet<String>,
) -> Result<(), String> {
    let schema = model.definition(name);
    let is_struct = schema["properties"].is_object() && name != "Money";
    if !is_struct || UNWRAPPED.contains(&name) || !done.insert(name) {
        return Ok(());
    }
    let fields = model.fields(schema);
    for inner in model.names().filter(|inner| fields.iter().any(|field| field.shape.inner_struct() == Some(inner))) {
        record(model, inner, done, body, exported)?;
    }
    exported.insert(name.to_owned());
    let base = if name.ends_with("Page") { "PageRecord" } else { "Record" };
    let mut lines =
        format!("\n\n@final\nclass {name}({base}):\n{}\n    __slots__ = ()\n\n", docstring("    ", &about(schema)));
    for field in &fields {
        let annotation = field.shape.returned();
        write!(lines, "    {}: {annotation}\n{}", python_name(field.name), docstring("    ", &about(field.schema)))
            .map_err(|error| error.to_string())?;
    }
    lines.push_str("\n    _fields: ClassVar[Mapping[str, Converter | None]] = {\n");
    for field in &fields {
        let converter = field.shape.converter().unwrap_or_else(|| "None".to_owned());
        writeln!(lines, "        {:?}: {converter},", field.name).map_err(|error| error.to_string())?;
    }
    lines.push_str("    }\n");
    body.push_str(&lines);
    Ok(())
}

/// A struct or a choice of structs that is given.
fn dict(model: &Model<'_>, name: &str, body: &mut String, exported: &mut BTreeSet<String>) -> Result<(), String> {
    let schema = model.definition(name);
    if name == "Money" || name == "PageRequest" {
        return Ok(());
    }
    if let Some(variants) = variants(schema) {
        let names: Vec<String> =
            variants.iter().enumerate().map(|(at, variant)| variant_name(name, at, variant)).collect();
        for (variant, name) in variants.iter().zip(&names) {
            typed_dict(model, name, variant, body)?;
            exported.insert(name.clone());
        }
        exported.insert(name.to_owned());
        write!(body, "\n\n{name}: TypeAlias = {}\n{}", names.join(" | "), docstring("", &about(schema)))
            .map_err(|error| error.to_string())?;
        return Ok(());
    }
    if !schema["properties"].is_object() {
        return Ok(());
    }
    let name = if model.is_returned(name) { format!("{name}Dict") } else { name.to_owned() };
    typed_dict(model, &name, schema, body)?;
    exported.insert(name);
    Ok(())
}

/// A variant is named after its tag, or by its number when it has none.
fn variant_name(name: &str, at: usize, variant: &Value) -> String {
    let tag = variant["properties"].as_object().into_iter().flatten().find_map(|(_, field)| field["const"].as_str());
    let only = variant["required"].as_array().filter(|required| required.len() == 1).and_then(|one| one[0].as_str());
    match tag.or(only) {
        Some(tag) => format!("{name}{}", camel(tag)),
        None => format!("{name}{}", at + 1),
    }
}

pub(super) fn camel(token: &str) -> String {
    let mut parts = String::new();
    for part in token.split(['_', '-', '.']) {
        let mut characters = part.chars();
        parts.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        parts.extend(characters);
    }
    parts
}

fn typed_dict<'a>(model: &Model<'a>, name: &str, schema: &'a Value, body: &mut String) -> Result<(), String> {
    let fields = model.fields(schema);
    let mut lines = format!("\n\nclass {name}(TypedDict):\n{}", docstring("    ", &about(schema)));
    if fields.iter().any(|field| python_name(field.name) != field.name) {
        return dict_by_call(model, name, schema, &fields, body);
    }
    for field in fields {
        let kind = field.shape.given(model);
        let kind = if field.required { kind } else { format!("NotRequired[{kind}]") };
        write!(
            lines,
            "\n    {}: {kind}\n{}",
            field.name,
            docstring("    ", &about(field.schema)).trim_end_matches('\n')
        )
        .map_err(|error| error.to_string())?;
    }
    lines.push('\n');
    body.push_str(&lines);
    Ok(())
}

/// A dict with a key that is a keyword of Python, which a class cannot declare.
fn dict_by_call(
    model: &Model<'_>,
    name: &str,
    schema: &Value,
    fields: &[Field<'_>],
    body: &mut String,
) -> Result<(), String> {
    let mut lines = format!("\n\n{name} = TypedDict(\n    {name:?},\n    {{\n");
    for field in fields {
        let kind = field.shape.given(model);
        let kind = if field.required { format!("{kind:?}") } else { format!("NotRequired[{kind:?}]") };
        writeln!(lines, "        {:?}: {kind},", field.name).map_err(|error| error.to_string())?;
    }
    body.push_str(&format!("{lines}    }},\n)\n{}", docstring("", &about(schema))));
    Ok(())
}

fn docstring(indent: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{indent}\"\"\"{text}\"\"\"\n") }
}
