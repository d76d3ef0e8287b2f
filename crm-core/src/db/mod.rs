//! The file: opening it, the two doors, the writer gate, migrations, backup.
//!
//! Owns every SQLite connection. Nothing outside this folder sees one: rooms speak to the helpers of
//! [`ReadTransaction`] and [`WriteTransaction`], so that errors are mapped, damage is latched and statements are
//! cached in one place.

#[macro_use]
mod room;
#[macro_use]
mod stored;
#[macro_use]
mod json;

mod backup;
mod chance;
mod changes;
mod conditions;
mod connection;
mod database;
pub(crate) mod dump;
mod gate;
mod host;
mod migrate;
mod options;
mod process;
mod reading;
mod row;
pub(crate) mod schema;
mod sqlite_error;
mod step;
mod tick;
mod transaction;
mod wiring;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use backup::problems_of_the_file;
pub use backup::{BackupReport, IntegrityReport};
pub(crate) use chance::{chance, seeded};
pub(crate) use changes::Touch;
pub(crate) use changes::{Changes, Reaction, Round};
pub(crate) use conditions::Conditions;
pub use connection::sqlite_version;
pub use database::Interrupter;
pub(crate) use database::{Database, io_error};
pub use host::{HostRows, HostValue};
pub use json::Json;
pub(crate) use json::{from_json, save_settings, settings_of, to_json};
pub use options::{Durability, Options};
pub(crate) use process::Process;
pub use process::{forked, forks, watch_forks};
pub use reading::Reading;
pub(crate) use row::Columns;
pub(crate) use stored::Pair;
pub(crate) use tick::{StepOutcome, Tick, TickStep};
pub use tick::{TickReport, TickStepReport};
pub use transaction::{ReadTransaction, WriteTransaction};
pub(crate) use wiring::{AssetTurn, Configured, CustomerRows, Wiring};
pub(crate) use words::Words;
