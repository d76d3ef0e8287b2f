//! The generated files: each generator is a function from the operation table to (path, content).

use std::path::Path;

/// A file that is committed and never edited by hand.
pub(crate) struct GeneratedFile {
    /// The path from the root of the repository.
    pub(crate) path: String,
    /// The whole content.
    pub(crate) content: String,
}

/// One generator per file of this folder; a new one is added here.
type Generator = fn(&Path) -> Result<Vec<GeneratedFile>, String>;

const GENERATORS: &[Generator] =
    &[ops_json, schema_page, crate::headers::files, crate::php::files, crate::python::files];

fn all(root: &Path) -> Result<Vec<GeneratedFile>, String> {
    let mut files = Vec::new();
    for generator in GENERATORS {
        files.extend(generator(root)?);
    }
    Ok(files)
}

/// Writes every generated file.
pub(crate) fn write(root: &Path) -> Result<String, String> {
    let files = all(root)?;
    for file in &files {
        let path = root.join(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", file.path))?;
        }
        std::fs::write(&path, &file.content).map_err(|error| format!("{}: {error}", file.path))?;
    }
    Ok(format!("{} files generated", files.len()))
}

/// Generated files that differ from what is committed.
pub(crate) fn stale(root: &Path) -> Result<Vec<String>, String> {
    let differs =
        |file: &GeneratedFile| std::fs::read_to_string(root.join(&file.path)).ok().as_ref() != Some(&file.content);
    let stale = all(root)?.into_iter().filter(differs);
    Ok(stale.map(|file| format!("{} is not what `make generate` writes", file.path)).collect())
}

fn ops_json(_: &Path) -> Result<Vec<GeneratedFile>, String> {
    let table = crm_core::ops::describe_all();
    let content = serde_json::to_string_pretty(&table).map_err(|error| error.to_string())? + "\n";
    Ok(vec![GeneratedFile { path: "include/ops.json".to_owned(), content }])
}

fn schema_page(_: &Path) -> Result<Vec<GeneratedFile>, String> {
    let content = format!(
        "# The schema\n\nThe whole SQL of schema version {}, room by room. Tables are singular and belong to the library; \
         views are plural and are what people query. `-- pii` marks personal data, `-- plain` everything else.\n\n```sql\n{}```\n",
        crm_core::ops::schema_version(),
        crm_core::ops::schema_sql()
    );
    Ok(vec![GeneratedFile { path: "docs/schema.md".to_owned(), content }])
}
