//! The Python layer that follows from the operation table: `crm/types.py` (records, inputs, tokens) and `crm/rooms.py`
//! (a class per room, a typed method per verb).
//!
//! The table says what exists; this generator decides how it looks in Python, in three steps: a schema becomes a
//! [`shape::Shape`], a shape becomes an annotation and a converter, and those fill the two modules.

mod records;
mod rooms;
mod shape;

use crate::generate::GeneratedFile;
use serde_json::Value;
use std::path::Path;

const WRITTEN_BY: &str = "Written by `cargo xtask generate` from the operation table; changes here are lost.";

/// The generated modules of the Python package.
pub(crate) fn files(_: &Path) -> Result<Vec<GeneratedFile>, String> {
    let table = crm_core::ops::describe_all();
    let model = shape::Model::new(&table)?;
    Ok(vec![
        GeneratedFile { path: "crm-py/python/crm/types.py".to_owned(), content: records::module(&model)? },
        GeneratedFile { path: "crm-py/python/crm/rooms.py".to_owned(), content: rooms::module(&model)? },
    ])
}

/// A text inside a docstring.
fn doc(text: &str) -> String {
    text.replace('\\', "\\\\").replace("\"\"\"", "'''")
}

/// The description of a schema, or nothing.
fn about(schema: &Value) -> String {
    doc(schema["description"].as_str().unwrap_or_default())
}

/// A name of the table as a name of Python: keywords get an underscore.
fn python_name(name: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
        "raise", "return", "try", "while", "with", "yield",
    ];
    if KEYWORDS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// The import lines of a module: of each source the names that the module's text uses.
fn imports(text: &str, sources: &[(&str, &[&str])]) -> String {
    let words: std::collections::BTreeSet<&str> =
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let mut lines = String::new();
    for (source, names) in sources {
        let mut used: Vec<&str> = names.iter().copied().filter(|name| words.contains(name)).collect();
        // Constants, then classes, then functions: the order of ruff.
        let is_constant = |name: &str| !name.contains(char::is_lowercase);
        used.sort_by_key(|name| (!is_constant(name), name.starts_with(char::is_lowercase), name.to_lowercase()));
        let line = format!("from {source} import {}\n", used.join(", "));
        match used.len() {
            0 => {}
            _ if line.len() <= 120 => lines.push_str(&line),
            _ => lines.push_str(&format!("from {source} import (\n    {},\n)\n", used.join(",\n    "))),
        }
    }
    lines
}

/// What the generated modules take from Python itself.
const STANDARD: &[(&str, &[&str])] = &[
    ("collections.abc", &["Mapping", "Sequence"]),
    ("datetime", &["date", "datetime"]),
    ("decimal", &["Decimal"]),
    ("typing", &["Any", "ClassVar", "Literal", "NotRequired", "TypeAlias", "TypedDict", "final"]),
];
