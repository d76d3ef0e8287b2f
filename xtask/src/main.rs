//! What keeps the house in order: `cargo xtask generate` writes the committed generated files, `cargo xtask check`
//! verifies the house rules and that the generated files are fresh, `cargo xtask install PREFIX` puts the C library where
//! a compiler finds it.

mod generate;
mod headers;
mod install;
mod php;
mod python;
mod rules;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate"] => generate::write(&root),
        ["check"] => check(&root),
        ["install", prefix] => install::build(&root).and_then(|built| install::install(&root, prefix, &built)),
        ["install", prefix, built] => install::install(&root, prefix, Path::new(built)),
        _ => Err("usage: cargo xtask generate | check | install PREFIX [FOLDER OF BUILT LIBRARIES]".to_owned()),
    };
    match outcome {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

fn check(root: &Path) -> Result<String, String> {
    let mut problems = rules::problems(root)?;
    problems.extend(generate::stale(root)?);
    if problems.is_empty() {
        return Ok("the house rules hold and the generated files are fresh".to_owned());
    }
    Err(format!("{} problems:\n  {}", problems.len(), problems.join("\n  ")))
}
