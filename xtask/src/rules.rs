//! The house rules that a compiler does not know.

use std::path::{Path, PathBuf};

/// The layers of crm-core, lowest first: a file uses only its own layer and those before it.
const LAYERS: &[&str] = &["vocabulary", "db", "journal", "records", "insight", "action", "doors"];
/// The rooms of a layer, in the order in which they may use each other.
const ROOMS: &[(&str, &[&str])] = &[
    ("records", &["shop", "catalog", "customers", "interactions", "orders"]),
    ("insight", &["facts", "rfm", "lifecycle", "entitlement", "care", "view"]),
];
/// Lines of one source file, unless it says at its top why it is longer.
const MOST_LINES: usize = 400;
/// What a longer file says.
const LONGER: &str = "This file is longer";
/// Calls that run SQL.
const SQL_CALLS: &[&str] = &["tx.one(", "tx.all(", "tx.each(", "tx.value(", "tx.run(", "tx.insert("];

/// Everything that breaks a rule, one sentence each.
pub(crate) fn problems(root: &Path) -> Result<Vec<String>, String> {
    let source = root.join("crm-core/src");
    let mut problems = Vec::new();
    for path in rust_files(&source)? {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.strip_prefix(&source).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
        if !is_test {
            problems.extend(too_long(&name, &text));
            problems.extend(layers(&name, &text));
            problems.extend(sql_outside_a_store(&name, &text));
        }
    }
    problems.extend(capabilities(root)?);
    Ok(problems)
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let explained = text.lines().take(30).any(|line| line.contains(LONGER));
    (lines > MOST_LINES && !explained)
        .then(|| format!("{name} has {lines} lines; cut it, or say at its top \"{LONGER} because …\""))
}

/// The folder of a layer, and the room below it.
fn place(name: &str) -> (Option<usize>, Option<&str>) {
    let mut parts = name.split('/');
    let layer = parts.next().and_then(|first| LAYERS.iter().position(|layer| *layer == first));
    (layer, parts.next().map(|room| room.trim_end_matches(".rs")))
}

fn layers(name: &str, text: &str) -> Vec<String> {
    let (Some(own), own_room) = place(name) else { return Vec::new() };
    let mut problems = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (at, _) in line.match_indices("crate::") {
            let path = &line[at + "crate::".len()..];
            let mut parts = path
                .split("::")
                .map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""));
            let Some(used) = parts.next().and_then(|first| LAYERS.iter().position(|layer| *layer == first)) else {
                continue;
            };
            if used > own {
                problems.push(format!("{name}:{}: {} uses the higher layer {}", number + 1, LAYERS[own], LAYERS[used]));
            } else if used == own
                && let Some((_, rooms)) = ROOMS.iter().find(|(layer, _)| *layer == LAYERS[own])
                && let (Some(used), Some(own)) = (room_at(rooms, parts.next()), room_at(rooms, own_room))
                && used > own
            {
                problems.push(format!(
                    "{name}:{}: the room {} uses the later room {}",
                    number + 1,
                    rooms[own],
                    rooms[used]
                ));
            }
        }
    }
    problems
}

fn room_at(rooms: &[&str], name: Option<&str>) -> Option<usize> {
    rooms.iter().position(|room| Some(*room) == name)
}

fn sql_outside_a_store(name: &str, text: &str) -> Vec<String> {
    let (Some(layer), _) = place(name) else { return Vec::new() };
    let is_store = name.contains("/store") || !matches!(LAYERS[layer], "records" | "insight" | "action");
    if is_store {
        return Vec::new();
    }
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//") && SQL_CALLS.iter().any(|call| line.contains(call)))
        .map(|(number, _)| format!("{name}:{}: SQL stands in a store file", number + 1))
        .collect()
}

/// Every row of docs/capabilities.md says "done" with an operation and a test, or "not yet".
fn capabilities(root: &Path) -> Result<Vec<String>, String> {
    let page = std::fs::read_to_string(root.join("docs/capabilities.md"))
        .map_err(|error| format!("docs/capabilities.md: {error}"))?;
    let known: Vec<&str> = crm_core::ops::ALL.iter().flat_map(|room| room.iter()).map(|op| op.name).collect();
    let mut problems = Vec::new();
    let mut rows = 0;
    for line in page.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, operation, test, state] = cells.as_slice() else { continue };
        let is_row = id.len() == 3
            && id.starts_with(|c: char| c.is_ascii_uppercase())
            && id[1..].bytes().all(|b| b.is_ascii_digit());
        if !is_row {
            continue;
        }
        rows += 1;
        match *state {
            "not yet" => {}
            "done" | "in part" => {
                let named = operation.split('`').skip(1).step_by(2).filter(|name| name.contains('.'));
                for name in named.filter(|name| !known.contains(name)) {
                    problems.push(format!("docs/capabilities.md {id}: there is no operation {name}"));
                }
                if operation.is_empty() || test.is_empty() {
                    problems.push(format!("docs/capabilities.md {id}: names no operation or no test"));
                }
                for file in test.split('`').skip(1).step_by(2) {
                    if !root.join(file.split("::").next().unwrap_or(file)).exists() {
                        problems.push(format!("docs/capabilities.md {id}: there is no file {file}"));
                    }
                }
            }
            other => problems.push(format!("docs/capabilities.md {id}: unknown state \"{other}\"")),
        }
    }
    if rows != 120 {
        problems.push(format!("docs/capabilities.md has {rows} rows, the checklist 120"));
    }
    Ok(problems)
}
