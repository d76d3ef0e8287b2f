//! What `crm` understands, and how it answers: results on the standard output, errors on the standard error with a
//! hint, exit code 1 for an error and 2 for a wrong use.

mod call;
mod exchange;
mod manage;
mod output;
mod rfm;

use clap::{Parser, Subcommand};
use crm::{Crm, Error, ErrorCode, Options};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Customers, orders and RFM of a shop in one SQLite file.
#[derive(Debug, Parser)]
#[command(name = "crm", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Creates a new file.
    Init(manage::Init),
    /// Imports customers, products, orders, refunds or interactions from a CSV or JSONL file.
    Import(exchange::Import),
    /// Writes everything into a folder, or one entity into a file.
    Export(exchange::Export),
    /// Takes a complete export back into a new file.
    Restore(exchange::Restore),
    /// Scores all customers by recency, frequency and monetary value.
    Rfm(rfm::Rfm),
    /// Shows everything about one customer.
    View(manage::View),
    /// Brings what depends on time up to date.
    Tick(manage::Tick),
    /// Writes a verified, compact copy.
    Backup(manage::Backup),
    /// Looks for damage and compares derived values with a recomputation.
    Check(manage::Check),
    /// Calls an operation with JSON.
    Call(call::Call),
    /// Lists all operations.
    Ops,
    /// Shows an operation with its schemas.
    Describe(call::Describe),
}

/// Why a command ended without a result.
pub(crate) enum Failure {
    /// The library refused, or could not.
    Library(Error),
    /// What was asked for was done, and the answer is bad news that has been printed.
    Told,
    /// The answer could not be written.
    Output(std::io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Output(error)
    }
}

pub(crate) type Outcome = Result<(), Failure>;

/// Reads the arguments, does what they say, and tells how it went.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Init(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Rfm(command) => command.run(),
        Command::View(command) => command.run(),
        Command::Tick(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Call(command) => command.run(),
        Command::Ops => call::list(),
        Command::Describe(command) => command.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Library(error)) => {
            output::tell(&error);
            ExitCode::FAILURE
        }
        // Whoever reads has gone: `crm rfm … | head`.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            eprintln!("error: the answer cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens an existing file; only `init` and `restore` make one.
pub(crate) fn open(path: &Path) -> Result<Crm, Error> {
    if !path.exists() {
        return Err(Error::new(ErrorCode::NotFound, format!("there is no file {}", path.display()))
            .hint(format!("create it with: crm init {}", path.display())));
    }
    Crm::open_with(path, Options::default().create(false))
}

/// Creates a file that must not exist yet.
pub(crate) fn create(path: &PathBuf) -> Result<Crm, Error> {
    if path.exists() {
        return Err(Error::conflict(format!("{} exists already", path.display())).hint("name a new file"));
    }
    Crm::open(path)
}
