//! The command `crm`: a shop's customer base from the shell.

#[path = "../command/mod.rs"]
mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
