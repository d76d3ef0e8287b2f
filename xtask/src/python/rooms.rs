//! `crm/rooms.py`: a class per room, a typed method per verb.

use super::records::{UNWRAPPED, camel};
use super::shape::{Field, Model, Shape, variants};
use super::{STANDARD, WRITTEN_BY, about, doc, imports, python_name};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rooms whose verbs are joined by hand-written ones of `crm/room.py`.
const JOINED: &[(&str, &str)] = &[("customers", "CustomersVerbs"), ("events", "EventsVerbs")];

/// Verbs that return everything as a table, and the parameters that only make sense page by page.
const TABLES: &[(&str, &[&str])] = &[("rfm.score", &["label", "page"])];

/// The exceptions of the codes that operations name.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("not_found", "NotFound"),
    ("invalid_input", "InvalidInput"),
    ("conflict", "Conflict"),
    ("not_allowed_transition", "NotAllowedTransition"),
    ("idempotency_conflict", "IdempotencyConflict"),
    ("busy", "Busy"),
    ("interrupted", "Interrupted"),
    ("too_new", "TooNew"),
    ("not_a_database", "NotADatabase"),
    ("corrupt", "Corrupt"),
    ("disk_full", "DiskFull"),
    ("permission", "PermissionRefused"),
    ("read_only", "ReadOnly"),
    ("io", "InputOutput"),
    ("forked", "Forked"),
    ("poisoned", "Poisoned"),
    ("misuse", "Misuse"),
    ("limit", "LimitExceeded"),
    ("unknown_operation", "UnknownOperation"),
    ("internal", "InternalError"),
    ("blocked", "Blocked"),
];

/// Characters of a line, beyond which it is broken.
const WIDTH: usize = 120;

/// The whole module.
pub(super) fn module(model: &Model<'_>) -> Result<String, String> {
    let mut rooms: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in model.operations {
        let name = operation["name"].as_str().ok_or("an operation has no name")?;
        let (room, verb) = name.split_once('.').ok_or_else(|| format!("{name} is not room.verb"))?;
        let methods = rooms.entry(room).or_default();
        methods.push(method(model, operation, name, verb)?);
    }
    let mut classes = String::new();
    let mut opened = String::new();
    for (room, methods) in &rooms {
        let (class, base) = (camel(room), base_of(room));
        if model.defines(&class) {
            return Err(format!("{class} is the class of the room {room} and a type: rename the type"));
        }
        let body = methods.join("\n");
        write!(
            classes,
            "\n\nclass {class}({base}):\n    \"\"\"The operations of `{room}`.\"\"\"\n\n    __slots__ = ()\n\n{body}"
        )
        .map_err(|error| error.to_string())?;
        writeln!(opened, "        self.{room} = {class}(call, table)").map_err(|error| error.to_string())?;
    }
    let text = format!(
        "__all__ = [\"Rooms\"]\n{classes}\n\nclass Rooms:\n    \"\"\"Every room, as an attribute.\"\"\"\n\n    \
         def __init__(self, call: Call, table: TableCall) -> None:\n{opened}"
    );
    let mut shared = vec!["KEEP", "Call", "Keep", "Room", "TableCall", "changed", "given"];
    shared.extend(JOINED.iter().map(|(_, base)| *base));
    let types = exported(model);
    let types: Vec<&str> = types.iter().map(String::as_str).collect();
    let ours: &[(&str, &[&str])] =
        &[("crm.money", &["Money"]), ("crm.room", &shared), ("crm.table", &["Table"]), ("crm.types", &types)];
    Ok(format!(
        "\"\"\"A class per room, a typed method per verb. {WRITTEN_BY}\"\"\"\n\n\
         from __future__ import annotations\n\nimport builtins\n{}\n{}\n{text}",
        imports(&text, STANDARD),
        imports(&text, ours),
    ))
}

fn base_of(room: &str) -> &'static str {
    JOINED.iter().find(|(joined, _)| *joined == room).map_or("Room", |(_, base)| base)
}

/// The names that `crm/types.py` may have.
fn exported(model: &Model<'_>) -> Vec<String> {
    let has_name = |name: &&str| {
        let schema = model.definition(name);
        let is_token = matches!(model.shape(schema), Shape::Tokens(_));
        *name != "Money" && (is_token || schema["properties"].is_object() || variants(schema).is_some())
    };
    let named = model.names().filter(has_name).map(str::to_owned);
    let dicts = model.names().map(|name| format!("{name}Dict"));
    named.chain(dicts).collect()
}

/// A parameter of a method.
struct Parameter {
    declaration: String,
    name: String,
    about: String,
    required: bool,
}

/// One method.
fn method(model: &Model<'_>, operation: &Value, name: &str, verb: &str) -> Result<String, String> {
    let input = model.resolve(&operation["input"])?;
    let table = TABLES.iter().find(|(table, _)| *table == name);
    let mut fields = model.fields(input);
    fields.retain(|field| table.is_none_or(|(_, paging)| !paging.contains(&field.name)));
    let patch = patch_of(model, &fields);
    let spread = fields.iter().flat_map(|field| match &patch {
        Some(patch) if field.name == "patch" => patch.iter().flat_map(|field| parameters(model, field)).collect(),
        _ => parameters(model, field),
    });
    let parameters: Vec<Parameter> = spread.collect();
    let input = arguments(&fields, patch.as_deref());
    if table.is_some() {
        let mut text = signature(&python_name(verb), &parameters, "Table");
        text.push_str(&docstring(operation, &parameters)?.replace("a page of them", "them as a table"));
        writeln!(text, "        return Table(self._table({name:?}, {input}))").map_err(|error| error.to_string())?;
        return Ok(text);
    }
    let output = model.shape(&operation["output"]);
    let answer = format!("self._call({name:?}, {input})");
    let mut text = signature(&python_name(verb), &parameters, &annotation(&output));
    text.push_str(&docstring(operation, &parameters)?);
    text.push_str(&returning(&output, &answer));
    Ok(text)
}

/// The fields of a `patch`, which become parameters beside the others unless one has the name of another.
fn patch_of<'a>(model: &Model<'a>, fields: &[Field<'a>]) -> Option<Vec<Field<'a>>> {
    let patch = fields.iter().find(|field| field.name == "patch")?;
    let Shape::Struct(name) = patch.shape else { return None };
    let inner = model.fields(model.definition(name));
    let is_taken = |name: &str| fields.iter().any(|field| field.name == name);
    inner.iter().all(|field| !is_taken(field.name)).then_some(inner)
}

fn parameters(model: &Model<'_>, field: &Field<'_>) -> Vec<Parameter> {
    if is_page(field) {
        let after = "The `next` of the page before.".to_owned();
        return vec![
            optional("limit", "int | None = None", "Rows at the most, 1 to 10,000; 100 by default.".to_owned()),
            optional("after", "str | None = None", after),
        ];
    }
    let name = python_name(field.name);
    let kind = field.shape.given(model);
    let about = about(field.schema);
    if field.is_patch() {
        let kind = kind.trim_end_matches(" | None");
        return vec![optional(&name, &format!("{kind} | Keep | None = KEEP"), about)];
    }
    if field.required {
        return vec![Parameter { declaration: format!("{name}: {kind}"), name, about, required: true }];
    }
    let kind = match default(field) {
        Some(default) => format!("{kind} = {default}"),
        None => format!("{} | None = None", kind.trim_end_matches(" | None")),
    };
    vec![optional(&name, &kind, about)]
}

fn optional(name: &str, kind: &str, about: String) -> Parameter {
    Parameter { declaration: format!("{name}: {kind}"), name: name.to_owned(), about, required: false }
}

/// The default of a field that is a single value, as Python writes it.
fn default(field: &Field<'_>) -> Option<String> {
    match &field.schema["default"] {
        Value::Bool(flag) => Some(if *flag { "True" } else { "False" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(token) => Some(format!("{token:?}")),
        _ => None,
    }
}

/// Pages are asked for by two parameters of their own.
fn is_page(field: &Field<'_>) -> bool {
    field.name == "page" && field.shape == Shape::Struct("PageRequest")
}

/// The line of `def`. The first required parameter goes by position, all others by name.
fn signature(verb: &str, parameters: &[Parameter], returned: &str) -> String {
    let mut declared = vec!["self"];
    for (at, parameter) in parameters.iter().enumerate() {
        let first_by_name = if parameters[0].required { at == 1 } else { at == 0 };
        if first_by_name {
            declared.push("*");
        }
        declared.push(&parameter.declaration);
    }
    let line = format!("    def {verb}({}) -> {returned}:\n", declared.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!("    def {verb}(\n        {},\n    ) -> {returned}:\n", declared.join(",\n        "))
}

/// The input of the call as a Python expression.
fn arguments(fields: &[Field<'_>], patch: Option<&[Field<'_>]>) -> String {
    if let Some(patch) = patch {
        let others: Vec<&Field<'_>> = fields.iter().filter(|field| field.name != "patch").collect();
        let mut parts: Vec<String> =
            others.iter().map(|field| format!("{:?}: {}", field.name, python_name(field.name))).collect();
        parts.push(format!("\"patch\": {}", arguments(patch, None)));
        return format!("{{\n            {},\n        }}", parts.join(",\n            "));
    }
    let pair = |field: &Field<'_>| format!("{:?}: {}", field.name, python_name(field.name));
    let keyword = |field: &Field<'_>| {
        let name = python_name(field.name);
        if name == field.name { format!("{name}={name}") } else { format!("**{{{:?}: {name}}}", field.name) }
    };
    let call = |function: &str, fields: &[String]| {
        let line = format!("**{function}({})", fields.join(", "));
        let indent = "\n                ";
        if line.len() <= WIDTH - 20 {
            return line;
        }
        format!("**{function}({indent}{},\n            )", fields.join(&format!(",{indent}")))
    };
    let given: Vec<String> =
        fields.iter().filter(|field| !field.required && !field.is_patch() && !is_page(field)).map(keyword).collect();
    let changed: Vec<String> = fields.iter().filter(|field| field.is_patch()).map(keyword).collect();
    let mut parts: Vec<String> = fields.iter().filter(|field| field.required).map(pair).collect();
    if fields.iter().any(is_page) {
        parts.push("\"page\": given(limit=limit, after=after)".to_owned());
    }
    if !given.is_empty() {
        parts.push(call("given", &given));
    }
    if !changed.is_empty() {
        parts.push(call("changed", &changed));
    }
    match parts.as_slice() {
        [only] if only.starts_with("**") => only.trim_start_matches("**").to_owned(),
        parts if parts.iter().map(String::len).sum::<usize>() <= WIDTH - 60 => format!("{{{}}}", parts.join(", ")),
        parts => format!("{{\n            {},\n        }}", parts.join(",\n            ")),
    }
}

/// The annotation of what the method returns.
fn annotation(output: &Shape<'_>) -> String {
    match output {
        Shape::Struct("Done") => "None".to_owned(),
        Shape::Struct("Count") => "int".to_owned(),
        Shape::List(item) => format!("builtins.list[{}]", item.returned()),
        other => other.returned(),
    }
}

/// The lines that turn the answer into what the method returns.
fn returning(output: &Shape<'_>, answer: &str) -> String {
    match output {
        Shape::Struct(name) if UNWRAPPED.contains(name) => match *name {
            "Count" => format!("        count: int = {answer}[\"count\"]\n        return count\n"),
            _ => format!("        {answer}\n"),
        },
        Shape::Any => format!("        return {answer}\n"),
        Shape::List(item) => match item.converter() {
            Some(convert) => format!("        return [{convert}(item) for item in {answer}]\n"),
            None => plain(output, answer),
        },
        Shape::Optional(inner) => match inner.converter() {
            Some(convert) => {
                format!("        answer = {answer}\n        return None if answer is None else {convert}(answer)\n")
            }
            None => plain(output, answer),
        },
        shape => match shape.converter() {
            Some(convert) => format!("        return {convert}({answer})\n"),
            None => plain(output, answer),
        },
    }
}

fn plain(output: &Shape<'_>, answer: &str) -> String {
    format!("        answer: {} = {answer}\n        return answer\n", annotation(output))
}

fn docstring(operation: &Value, parameters: &[Parameter]) -> Result<String, String> {
    let sentence = doc(operation["about"].as_str().unwrap_or_default());
    let mut sections = String::new();
    if !parameters.is_empty() {
        sections.push_str("\n\n        Args:");
        for parameter in parameters {
            write!(sections, "\n            {}: {}", parameter.name, parameter.about)
                .map_err(|error| error.to_string())?;
        }
    }
    let errors: Vec<&str> = operation["errors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !errors.is_empty() {
        let exceptions: Result<Vec<&str>, String> = errors.iter().map(|code| exception(code)).collect();
        write!(sections, "\n\n        Raises:\n            {}", exceptions?.join(", "))
            .map_err(|error| error.to_string())?;
    }
    let end = if sections.is_empty() { "" } else { "\n        " };
    Ok(format!("        \"\"\"{sentence}{sections}{end}\"\"\"\n"))
}

fn exception(code: &str) -> Result<&'static str, String> {
    EXCEPTIONS
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, exception)| *exception)
        .ok_or_else(|| format!("the code {code} has no exception in Python"))
}
