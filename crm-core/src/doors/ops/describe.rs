//! The description of the table: what `include/ops.json` holds and the bindings are generated from.

use super::table::Op;
use super::{ALL, Kind};
use crate::vocabulary::ErrorCode;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// Errors that any operation can return, because they come from its input, its handle or the file.
const COMMON: &[ErrorCode] = &[
    ErrorCode::InvalidInput,
    ErrorCode::Busy,
    ErrorCode::Interrupted,
    ErrorCode::Corrupt,
    ErrorCode::DiskFull,
    ErrorCode::ReadOnly,
    ErrorCode::Io,
    ErrorCode::Forked,
    ErrorCode::Poisoned,
    ErrorCode::Misuse,
    ErrorCode::Limit,
    ErrorCode::Internal,
];

/// One operation with its schemas, self-contained.
#[must_use]
pub fn describe(op: &Op) -> Value {
    let mut generator = generator();
    let mut description = entry(op, &mut generator);
    description["definitions"] = json!(generator.take_definitions(true));
    description
}

/// All operations, with shared definitions and the table of error codes.
#[must_use]
pub fn describe_all() -> Value {
    let mut generator = generator();
    let operations: Vec<Value> = ALL.iter().flat_map(|room| room.iter()).map(|op| entry(op, &mut generator)).collect();
    json!({
        "library": env!("CARGO_PKG_VERSION"),
        "errors": ErrorCode::ALL.iter().map(|code| json!({"number": code.number(), "code": code.token(), "about": code.about()})).collect::<Vec<_>>(),
        "common_errors": COMMON.iter().map(|code| code.token()).collect::<Vec<_>>(),
        "operations": operations,
        "definitions": generator.take_definitions(true),
    })
}

fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/definitions".into();
    settings.into_generator()
}

fn entry(op: &Op, generator: &mut SchemaGenerator) -> Value {
    let kind = match op.kind() {
        Kind::Read => "read",
        Kind::Write => "write",
        Kind::Handle => "handle",
    };
    json!({
        "name": op.name,
        "about": op.about,
        "kind": kind,
        "input": (op.input)(generator),
        "output": (op.output)(generator),
        "errors": op.errors.iter().map(|code| code.token()).collect::<Vec<_>>(),
    })
}

/// The schema version that this library writes.
#[must_use]
pub fn schema_version() -> i32 {
    crate::db::schema::VERSION
}

/// The commented SQL of the newest schema, room by room.
#[must_use]
pub fn schema_sql() -> String {
    crate::db::schema::whole()
}
