//! One class per room, one method per operation, one parameter per field of the input.

use super::types::{Types, required};
use super::{class_of, documentation, exception_of, list, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// A field of an input as a parameter.
struct Parameter<'a> {
    name: &'a str,
    schema: &'a Value,
    needed: bool,
}

impl Parameter<'_> {
    /// Whether null clears and leaving out keeps.
    fn is_patch(&self) -> bool {
        !self.needed && self.schema["x-patch"] == Value::Bool(true)
    }
}

/// The class of a room.
pub(super) fn class(room: &str, operations: &[&Value], types: &Types<'_>) -> Result<String, String> {
    let mut used = BTreeSet::new();
    let mut methods = Vec::new();
    for operation in operations {
        methods.push(method(operation, types, &mut used)?);
    }
    let mut body = format!("/**\n * The operations of `{room}`.\n");
    if !used.is_empty() {
        body.push_str(" *\n");
    }
    for alias in used {
        body.push_str(&format!(" * @phpstan-import-type {alias} from Shapes\n"));
    }
    let class = class_of(room);
    body.push_str(&format!(" */\nfinal class {class} extends \\Crm\\Room\n{{\n{}}}\n", methods.join("\n")));
    Ok(body)
}

/// The parameters of an input: what is needed in its order, then the rest by name. None for an input that is no
/// object with known fields.
fn parameters<'a>(input: &'a Value) -> Option<Vec<Parameter<'a>>> {
    if input["type"] != "object" || input["additionalProperties"].is_object() {
        return None;
    }
    let Some(fields) = input["properties"].as_object() else { return Some(Vec::new()) };
    let needed = required(input);
    let first = needed.iter().filter_map(|name| fields.get_key_value(*name));
    let rest = fields.iter().filter(|(name, _)| !needed.contains(&name.as_str()));
    let one = |needed| move |(name, schema): (&'a String, &'a Value)| Parameter { name: name.as_str(), schema, needed };
    Some(first.map(one(true)).chain(rest.map(one(false))).collect())
}

fn method<'a>(operation: &'a Value, types: &Types<'a>, used: &mut BTreeSet<&'a str>) -> Result<String, String> {
    let name = text(operation, "name")?;
    let about = text(operation, "about")?;
    let verb = name.split_once('.').map_or(name, |(_, verb)| verb);
    let verb = class_of(verb);
    let (head, tail) = verb.split_at(verb.len().min(1));
    let verb = format!("{}{tail}", head.to_lowercase());
    let input = types.resolve(&operation["input"]);
    let parameters = parameters(input);

    let mut lines = vec![documentation(about), String::new()];
    match &parameters {
        Some(parameters) => lines.extend(parameters.iter().map(|one| describe(one, types, used))),
        None => lines.push(format!("@param {} $input", types.shape(&operation["input"], used))),
    }
    lines.push(format!("@return {}", types.shape(&operation["output"], used)));
    for error in list(operation, "errors")? {
        lines.push(format!("@throws \\Crm\\{}", exception_of(error.as_str().unwrap_or_default())));
    }
    let comment: String = lines.iter().map(|line| format!("     * {line}").trim_end().to_owned() + "\n").collect();
    let signature = match &parameters {
        Some(parameters) => signature(parameters, types),
        None => "array $input".to_owned(),
    };
    let sent = match &parameters {
        Some(parameters) => arguments(parameters, types),
        None => vec!["$input".to_owned()],
    };
    let returned = types.native(&operation["output"]);
    let brace = if signature.ends_with('\n') || signature.ends_with("    ") { " {" } else { "\n    {" };
    Ok(format!(
        "    /**\n{comment}     */\n    public function {verb}({signature}): {returned}{brace}\n        return $this->callOperation({});\n    }}\n",
        call(name, &sent)
    ))
}

/// The arguments of `send`, one to a line where they are many.
fn call(name: &str, sent: &[String]) -> String {
    let parts: Vec<String> = std::iter::once(format!("'{name}'")).chain(sent.iter().cloned()).collect();
    let line = parts.join(", ");
    if line.len() < 90 {
        return line;
    }
    let broken = |part: &String| match part.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(pairs) if part.len() > 90 => {
            format!("[\n                {},\n            ]", pairs.replace(", '", ",\n                '"))
        }
        _ => part.clone(),
    };
    format!("\n            {},\n        ", parts.iter().map(broken).collect::<Vec<_>>().join(",\n            "))
}

fn describe<'a>(one: &Parameter<'a>, types: &Types<'a>, used: &mut BTreeSet<&'a str>) -> String {
    let mut shape = types.shape(one.schema, used);
    if one.is_patch() {
        shape.push_str("|\\Crm\\Keep");
    } else if !one.needed && !shape.split('|').any(|part| part == "null" || part == "mixed") {
        shape.push_str("|null");
    }
    let about = documentation(one.schema["description"].as_str().unwrap_or_default());
    format!("@param {shape} ${} {about}", one.name).trim_end().to_owned()
}

fn signature(parameters: &[Parameter<'_>], types: &Types<'_>) -> String {
    let mut parts = Vec::new();
    for one in parameters {
        let native = types.native(one.schema);
        parts.push(match (one.needed, one.is_patch()) {
            (true, _) => format!("{native} ${}", one.name),
            (_, true) if native == "mixed" => format!("mixed ${} = \\Crm\\Keep::Field", one.name),
            (_, true) => {
                format!(
                    "{}|null|\\Crm\\Keep ${} = \\Crm\\Keep::Field",
                    native.trim_start_matches('?').trim_end_matches("|null"),
                    one.name
                )
            }
            _ => format!("{} ${} = null", nullable(&native), one.name),
        });
    }
    if parts.len() < 3 {
        return parts.join(", ");
    }
    format!("\n        {},\n    ", parts.join(",\n        "))
}

fn nullable(native: &str) -> String {
    if native == "mixed" || native.starts_with('?') || native.ends_with("|null") {
        return native.to_owned();
    }
    if native.contains('|') { format!("{native}|null") } else { format!("?{native}") }
}

/// The arguments of `send`: fields that are always sent, those that are left out when null, and those of a patch.
fn arguments(parameters: &[Parameter<'_>], types: &Types<'_>) -> Vec<String> {
    let pair = |one: &Parameter<'_>| {
        let (name, is_object) = (one.name, types.is_object(one.schema));
        match (is_object, one.needed && !nullable_schema(one.schema)) {
            (true, true) => format!("'{name}' => (object) ${name}"),
            (true, false) => format!("'{name}' => \\is_array(${name}) ? (object) ${name} : ${name}"),
            (false, _) => format!("'{name}' => ${name}"),
        }
    };
    let group = |wanted: &dyn Fn(&Parameter<'_>) -> bool| {
        let pairs: Vec<String> = parameters.iter().filter(|one| wanted(one)).map(pair).collect();
        format!("[{}]", pairs.join(", "))
    };
    // A default is left to the library: sending it would make the same call another request after an update.
    let mut groups =
        vec![group(&|one| one.needed), group(&|one| !one.needed && !one.is_patch()), group(&|one| one.is_patch())];
    while groups.last().is_some_and(|last| last == "[]") {
        groups.pop();
    }
    groups
}

fn nullable_schema(schema: &Value) -> bool {
    schema["anyOf"].as_array().is_some_and(|choices| choices.iter().any(|choice| choice["type"] == "null"))
        || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
}
