mod exports;
mod imports;
mod orders;
mod people;
mod pure;

use super::*;
use crate::Crm;
use serde_json::json;
use std::path::PathBuf;

/// A folder with a CSV file in it.
fn file(content: &[u8]) -> (tempfile::TempDir, String) {
    named("rows.csv", content)
}

fn named(name: &str, content: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// The request of an import; further fields as JSON.
fn request(entity: &str, path: &str, more: serde_json::Value) -> ImportFile {
    let mut input = json!({ "entity": entity, "path": path });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    serde_json::from_value(input).unwrap()
}

/// Keeps every verdict.
#[derive(Debug, Default)]
struct Kept(Vec<RowVerdict>);

impl Observer for Kept {
    fn row(&mut self, row: &RowVerdict) -> crate::Result<()> {
        self.0.push(row.clone());
        Ok(())
    }
}

impl Kept {
    /// Lines with their verdicts.
    fn verdicts(&self) -> Vec<(u64, Verdict)> {
        self.0.iter().map(|row| (row.line, row.verdict)).collect()
    }
}

fn import_text(crm: &Crm, entity: &str, content: &str, more: serde_json::Value) -> crate::Result<(ImportReport, Kept)> {
    let (_folder, path) = file(content.as_bytes());
    let mut kept = Kept::default();
    let report = import_file(crm, &request(entity, &path, more), &mut kept)?;
    Ok((report, kept))
}
