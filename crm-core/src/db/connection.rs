//! One SQLite connection: flags asserted, pragmas set, limits lowered, authorizer installed.

use crate::db::schema;
use crate::vocabulary::{Error, ErrorCode, Result};
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

/// 3.54.0: before it a reset of the WAL could corrupt a file, and FTS5's secure delete could overflow the heap.
const LEAST_SQLITE: i32 = 3_054_000;
const STATEMENT_CACHE: usize = 256;
const NO_DEADLINE: u64 = u64::MAX;
/// Steps of SQLite's machine between two looks at the clock: about 0.1 ms.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// What deadlines are counted from.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn passed(deadline: u64) -> bool {
    deadline != NO_DEADLINE && START.elapsed().as_micros() as u64 >= deadline
}

/// The version of the SQLite that is linked in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Whose SQL is being compiled; the authorizer of the connection asks this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Speaker {
    /// The library's own statements.
    Library = 0,
    /// The host's statements on its own tables.
    Host = 1,
    /// A person's query over the documented views.
    Reader = 2,
}

/// A connection and the switch of its authorizer.
pub(crate) struct Wire {
    connection: Connection,
    speaker: Arc<AtomicU8>,
    deadline: Arc<AtomicU64>,
    number: u64,
}

impl Wire {
    /// A number of its own among the connections of this process.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn speak_as(&self, speaker: Speaker) {
        self.speaker.store(speaker as u8, Ordering::Relaxed);
    }

    /// Ends statements when those of another connection end.
    pub(crate) fn share_deadline(&self, other: &Wire) {
        self.deadline.store(other.deadline.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Ends statements that still run at this instant; `None` lets them run.
    pub(crate) fn set_deadline(&self, deadline: Option<Instant>) {
        let ticks = deadline.map_or(NO_DEADLINE, |at| at.saturating_duration_since(*START).as_micros() as u64);
        self.deadline.store(ticks, Ordering::Relaxed);
    }
}

impl Deref for Wire {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Wire {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// How a connection is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer { full_sync: bool },
    Reader,
}

/// Opens a connection to a file, or to a private database in memory without a path.
pub(crate) fn open(path: Option<&Path>, read_only: bool, cache_kib: i32) -> Result<Wire> {
    assert_library()?;
    let mut connection = match path {
        None => Connection::open_in_memory()?,
        Some(path) => {
            let access = if read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
            // No SQLITE_OPEN_URI: a path is a path.
            Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?
        }
    };
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.busy_timeout(std::time::Duration::from_millis(5_000))?;
    // Set at run time too: build flags do not reach programs that bring their own SQLite.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // One plan per statement: without this a statement is compiled again for every new value that it binds.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    let speaker = Arc::new(AtomicU8::new(Speaker::Library as u8));
    let asked = Arc::clone(&speaker);
    connection.authorizer(Some(move |context: AuthContext<'_>| authorize(asked.load(Ordering::Relaxed), &context)))?;
    let deadline = Arc::new(AtomicU64::new(NO_DEADLINE));
    let limit = Arc::clone(&deadline);
    connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || passed(limit.load(Ordering::Relaxed))))?;
    let pragmas = [
        "PRAGMA foreign_keys = ON".to_owned(),
        "PRAGMA cell_size_check = ON".to_owned(),
        "PRAGMA secure_delete = ON".to_owned(),
        "PRAGMA temp_store = MEMORY".to_owned(),
        format!("PRAGMA cache_size = -{cache_kib}"),
    ];
    for pragma in &pragmas {
        connection.execute_batch(pragma)?;
    }
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Ok(Wire { connection, speaker, deadline, number: NEXT.fetch_add(1, Ordering::Relaxed) })
}

/// Sets what differs between writer and reader.
pub(crate) fn take_role(wire: &Wire, role: Role) -> Result<()> {
    match role {
        Role::Writer { full_sync } => {
            wire.execute_batch(if full_sync { "PRAGMA synchronous = FULL" } else { "PRAGMA synchronous = NORMAL" })?;
            wire.execute_batch("PRAGMA wal_autocheckpoint = 2000")?;
        }
        Role::Reader => wire.execute_batch("PRAGMA query_only = ON")?,
    }
    Ok(())
}

/// Refuses an SQLite that is too old or was built without what the promises rest on.
fn assert_library() -> Result<()> {
    if rusqlite::version_number() < LEAST_SQLITE {
        return Err(Error::internal(format!("SQLite {} is linked, 3.54.0 or later is needed", rusqlite::version()))
            .hint("let crm-core link its bundled SQLite"));
    }
    Ok(())
}

/// Refuses a build of SQLite without full-text search or without thread safety.
pub(crate) fn assert_build(wire: &Wire) -> Result<()> {
    let mut statement = wire.prepare("SELECT compile_options FROM pragma_compile_options")?;
    let options: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let has = |name: &str| options.iter().any(|option| option == name);
    if has("THREADSAFE=0") || has("OMIT_WAL") || !has("ENABLE_FTS5") {
        return Err(Error::internal("this SQLite was built without FTS5, WAL or thread safety")
            .hint("let crm-core link its bundled SQLite"));
    }
    Ok(())
}

/// Decides what a statement may do. Only asked while a statement is compiled, so it costs nothing afterwards.
fn authorize(speaker: u8, context: &AuthContext<'_>) -> Authorization {
    if speaker == Speaker::Library as u8 {
        return Authorization::Allow;
    }
    let allowed = if speaker == Speaker::Host as u8 { host_may(&context.action) } else { reader_may(context) };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}

/// Tables that the host may not touch: ours, and SQLite's own.
fn is_ours(table: &str) -> bool {
    let lower = table.to_ascii_lowercase();
    lower.starts_with(schema::PREFIX) || lower.starts_with("sqlite_stat")
}

fn host_may(action: &AuthAction<'_>) -> bool {
    match action {
        AuthAction::Select | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Read { table_name, .. }
        | AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
        | AuthAction::CreateTable { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. } => !is_ours(table_name),
        AuthAction::CreateIndex { table_name, index_name } | AuthAction::DropIndex { table_name, index_name } => {
            !is_ours(table_name) && !is_ours(index_name)
        }
        AuthAction::CreateTrigger { table_name, trigger_name }
        | AuthAction::DropTrigger { table_name, trigger_name } => !is_ours(table_name) && !is_ours(trigger_name),
        AuthAction::CreateView { view_name } | AuthAction::DropView { view_name } => !is_ours(view_name),
        AuthAction::Reindex { index_name } => !is_ours(index_name),
        _ => false,
    }
}

/// A reader sees the documented views, and our tables only through them.
fn reader_may(context: &AuthContext<'_>) -> bool {
    match &context.action {
        AuthAction::Select | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        // No column: the rows are only counted, and SQLite no longer says through which view.
        AuthAction::Read { column_name: "", .. } => true,
        AuthAction::Read { table_name, .. } => {
            schema::is_view(table_name) || context.accessor.is_some_and(schema::is_view)
        }
        _ => false,
    }
}

/// The error for a statement of the host that leaves the host's own ground.
pub(crate) fn refused(what: &str) -> Error {
    Error::new(ErrorCode::Permission, what)
        .at("/sql")
        .hint("use tables of your own, with names that do not begin with crm_")
}
