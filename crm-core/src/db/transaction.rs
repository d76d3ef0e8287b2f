//! The two doors. A [`ReadTransaction`] is one snapshot; a [`WriteTransaction`] is one `BEGIN IMMEDIATE` that commits
//! by [`WriteTransaction::commit`] and rolls back when it is dropped.
//!
//! Both are owned values, so that the same types serve closures in Rust, a handle in C and a context manager in
//! Python. Rooms run their SQL through the helpers here and never see a connection.

use crate::db::connection::{Speaker, Wire};
use crate::db::database::{Database, WireGuard};
use crate::db::gate::GateGuard;
use crate::db::reading::Reading;
use crate::db::step::Progress;
use crate::db::{Changes, Touch};
use crate::vocabulary::{CustomerId, Error, OrderId, Result, Timestamp};
use rusqlite::{CachedStatement, Params, Row, Statement};
use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell, RefMut};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Instant;

type Memo = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

/// One snapshot of the file: everything read through it belongs to one moment.
pub struct ReadTransaction {
    source: WireGuard,
    pooled: bool,
    database: Arc<Database>,
    now: Timestamp,
    changes: RefCell<Changes>,
    pub(super) memo: RefCell<Memo>,
    open: bool,
}

impl ReadTransaction {
    pub(crate) fn begin(database: &Arc<Database>) -> Result<Self> {
        database.require_usable()?;
        Self::begin_on(database.take_reader()?, database)
    }

    /// A snapshot on a connection that has seen nothing yet: SQLite's integrity check of a full-text index compares the
    /// file with what the connection remembers of it, and reports damage when another connection has written since.
    pub(crate) fn begin_afresh(database: &Arc<Database>) -> Result<Self> {
        database.require_usable()?;
        Self::begin_on(database.open_reader()?, database)
    }

    fn begin_on(reader: Option<WireGuard>, database: &Arc<Database>) -> Result<Self> {
        let transaction = match reader {
            Some(reader) => Self::over(reader, true, database),
            None => Self::over(database.lock_connection()?, false, database),
        };
        transaction.statement("BEGIN")?;
        Ok(transaction)
    }

    fn over(source: WireGuard, pooled: bool, database: &Arc<Database>) -> Self {
        ReadTransaction {
            source,
            pooled,
            database: Arc::clone(database),
            now: database.options.clock.now(),
            changes: RefCell::default(),
            memo: RefCell::default(),
            open: true,
        }
    }

    /// The instant of this transaction: the clock was read once, when it began.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Ends statements of this transaction that still run at this instant with `interrupted`.
    pub fn set_deadline(&self, deadline: Option<Instant>) {
        self.source.set_deadline(deadline);
    }

    /// Lets this transaction take place at another instant.
    pub(crate) fn pretend_now(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Takes over the deadline of another transaction whose work this one shares.
    pub(crate) fn share_deadline(&self, other: &ReadTransaction) {
        self.source.share_deadline(&other.source);
    }

    pub(crate) fn wire(&self) -> &Wire {
        &self.source
    }

    pub(crate) fn database(&self) -> &Arc<Database> {
        &self.database
    }

    /// Maps and latches an error of SQLite.
    pub(crate) fn note(&self, error: rusqlite::Error) -> Error {
        self.database.note(error)
    }

    pub(super) fn statement(&self, sql: &str) -> Result<usize> {
        let run = || self.source.prepare_cached(sql)?.execute([]);
        run().map_err(|error| self.note(error))
    }

    /// The first row of a query, if there is one.
    pub(crate) fn one<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let run = || {
            let mut statement = self.source.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            rows.next()?.map(map).transpose()
        };
        run().map_err(|error| self.note(error))
    }

    /// The single value of a query that always has one row, such as a count.
    pub(crate) fn value<T: rusqlite::types::FromSql, P: Params>(&self, sql: &str, params: P) -> Result<T> {
        self.one(sql, params, |row| row.get(0))?.ok_or_else(|| Error::internal("a query without a row"))
    }

    /// All rows of a query; only for results that are bounded by a page or by one customer.
    pub(crate) fn all<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let run = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.source.prepare_cached(sql)?;
            statement.query_map(params, map)?.collect()
        };
        run().map_err(|error| self.note(error))
    }

    /// All rows of a query that is asked once for each of a few ids, bound as `?1`.
    pub(crate) fn all_of<T>(
        &self,
        sql: &str,
        ids: impl IntoIterator<Item = i64>,
        mut map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let run = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.source.prepare_cached(sql)?;
            let mut found = Vec::new();
            for id in ids {
                let mut rows = statement.query([id])?;
                while let Some(row) = rows.next()? {
                    found.push(map(row)?);
                }
            }
            Ok(found)
        };
        run().map_err(|error| self.note(error))
    }

    /// Calls `visit` for every row of a query, in bounded memory.
    pub(crate) fn each<P: Params>(
        &self,
        sql: &str,
        params: P,
        mut visit: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.source.prepare_cached(sql).map_err(|error| self.note(error))?;
        let mut rows = statement.query(params).map_err(|error| self.note(error))?;
        while let Some(row) = rows.next().map_err(|error| self.note(error))? {
            visit(row)?;
        }
        Ok(())
    }

    /// A value that is read once in this transaction (the shop's settings); [`WriteTransaction::forget`] drops it.
    pub(crate) fn memo<T: Send + Sync + 'static>(&self, read: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let key = TypeId::of::<T>();
        let known = self.memo.borrow().get(&key).cloned();
        if let Some(value) = known.and_then(|value| value.downcast::<T>().ok()) {
            return Ok(value);
        }
        let value = Arc::new(read()?);
        self.memo.borrow_mut().insert(key, value.clone());
        Ok(value)
    }

    /// A value that is made from a text of the file and kept by the handle while the text stays the same, so that not
    /// every transaction makes it again.
    pub(crate) fn made_from<T: Send + Sync + 'static, E>(
        &self,
        text: &str,
        make: impl FnOnce(&str) -> std::result::Result<T, E>,
    ) -> std::result::Result<Arc<T>, E> {
        if let Some(known) = self.database.kept(text) {
            return Ok(known);
        }
        let value = Arc::new(make(text)?);
        self.database.keep(text, &value);
        Ok(value)
    }

    pub(crate) fn speaking<T>(&self, speaker: Speaker, call: impl FnOnce() -> Result<T>) -> Result<T> {
        self.source.speak_as(speaker);
        let result = call();
        self.source.speak_as(Speaker::Library);
        result
    }
}

impl Drop for ReadTransaction {
    fn drop(&mut self) {
        self.source.set_deadline(None);
        // In a forked child the transaction is the parent's: a ROLLBACK here would change the shared log under it.
        if self.open && !self.database.is_foreign() {
            let _ = self.statement("ROLLBACK");
        }
        if self.pooled {
            self.database.give_back(WireGuard::mutex(&self.source), self.source.number());
        } else {
            self.database.release_writer();
        }
    }
}

/// One atomic change of the file. Dropped without [`commit`](Self::commit), it leaves nothing behind.
pub struct WriteTransaction {
    read: ReadTransaction,
    pub(super) progress: Cell<Progress>,
    // Declared after the connection: the gate opens when the transaction has ended.
    _gate: Option<GateGuard>,
}

impl WriteTransaction {
    pub(crate) fn begin(database: &Arc<Database>) -> Result<Self> {
        database.require_usable()?;
        let (writer, gate) = database.lock_writer()?;
        let mut read = ReadTransaction::over(writer, false, database);
        read.open = false;
        let mut transaction = WriteTransaction { read, progress: Cell::new(Progress::Fresh), _gate: gate };
        transaction.statement("BEGIN IMMEDIATE")?;
        transaction.read.open = true;
        Ok(transaction)
    }

    /// Runs the reactions and makes the change permanent. After an error nothing was changed.
    ///
    /// # Errors
    /// What a reaction refuses; `forked` in a child process; `disk_full`, `io` and the like when the file cannot take the change.
    pub fn commit(mut self) -> Result<()> {
        self.database().require_own()?;
        self.settle()?;
        self.require_going_on()?;
        self.statement("COMMIT")?;
        self.read.open = false;
        self.database().bound_wal(self.wire());
        Ok(())
    }

    /// Undoes everything; the same as dropping the transaction.
    pub fn rollback(self) {}

    /// Names who writes and from which system, for the journal: `staff:7`, `woocommerce`.
    pub fn on_behalf_of(&self, actor: Option<&str>, source: Option<&str>) {
        let mut changes = self.changes();
        changes.actor = actor.map(str::to_owned);
        changes.source = source.map(str::to_owned);
    }

    /// Lets this transaction take place at another instant.
    pub(crate) fn pretend_now(&mut self, now: Timestamp) {
        self.read.now = now;
    }

    /// Runs one statement; the number of changed rows.
    pub(crate) fn run<P: Params>(&self, sql: &str, params: P) -> Result<usize> {
        let wire = self.writing()?;
        let run = || wire.prepare_cached(sql)?.execute(params);
        run().map_err(|error| self.failed(error))
    }

    /// Runs one INSERT; the id of the new row.
    pub(crate) fn insert<P: Params>(&self, sql: &str, params: P) -> Result<i64> {
        let wire = self.writing()?;
        let run = || wire.prepare_cached(sql)?.insert(params);
        run().map_err(|error| self.failed(error))
    }

    /// Runs one statement that says what it changed: the rows of its RETURNING clause.
    pub(crate) fn returning<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let wire = self.writing()?;
        let run = || -> rusqlite::Result<Vec<T>> { wire.prepare_cached(sql)?.query_map(params, map)?.collect() };
        run().map_err(|error| self.failed(error))
    }

    /// Runs one statement through a closure that binds it.
    pub(crate) fn with_statement<T>(
        &self,
        sql: &str,
        call: impl FnOnce(&mut Statement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let wire = self.writing()?;
        let run = || call(&mut *wire.prepare_cached(sql)?);
        run().map_err(|error| self.failed(error))
    }

    /// A statement that is held open over many rows.
    pub(crate) fn statement_of(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.writing()?.prepare_cached(sql).map_err(|error| self.note(error))
    }

    /// Notes that facts of a customer changed, for the reactions.
    pub(crate) fn touch(&self, customer: CustomerId, touch: Touch) {
        let mut changes = self.changes();
        let flags = changes.pending.customers.entry(customer).or_default();
        *flags = flags.and(touch);
    }

    /// Notes that an order of a customer changed, for the reactions.
    pub(crate) fn touch_order(&self, customer: CustomerId, order: OrderId) {
        self.touch(customer, Touch::ORDERS);
        self.changes().pending.orders.insert(order);
    }

    /// Notes that settings changed on which stored values of other rooms rest.
    pub(crate) fn touch_settings(&self) {
        self.changes().pending.settings = true;
    }

    /// Drops a remembered value because it was changed.
    pub(crate) fn forget<T: 'static>(&self) {
        self.read.memo.borrow_mut().remove(&TypeId::of::<T>());
    }

    /// Drops all that was remembered: the rows below it were replaced.
    pub(crate) fn forget_everything(&self) {
        self.changes().chain = None;
        self.read.memo.borrow_mut().clear();
    }

    /// Runs a bulk change without an event per row.
    pub(crate) fn quietly<T>(&self, call: impl FnOnce() -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.changes().quiet, true);
        let result = call();
        self.changes().quiet = before;
        result
    }

    pub(crate) fn changes(&self) -> RefMut<'_, Changes> {
        self.read.changes.borrow_mut()
    }
}

impl Deref for WriteTransaction {
    type Target = ReadTransaction;
    fn deref(&self) -> &ReadTransaction {
        &self.read
    }
}
