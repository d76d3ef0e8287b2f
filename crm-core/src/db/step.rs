//! Steps of a write transaction that are all or nothing, and how far the transaction has come.

use super::connection::Wire;
use super::transaction::WriteTransaction;
use crate::vocabulary::{Error, ErrorCode, Result};

/// How far a write transaction has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing was written.
    Fresh,
    /// Something was written.
    Written,
    /// SQLite has rolled it back, as it does on a full disk: nothing more may be written.
    Lost,
}

impl WriteTransaction {
    /// Runs a step that is all or nothing: after its error the transaction goes on as if it had not begun.
    ///
    /// Before anything is written there is nothing to go back to but the beginning, so that the first step needs no
    /// savepoint, for which SQLite would copy every page before it changes: the transaction begins again instead, under
    /// the gate that it holds all the while.
    pub(crate) fn step<T>(&self, call: impl FnOnce() -> Result<T>) -> Result<T> {
        let is_first = self.progress.get() == Progress::Fresh;
        if !is_first {
            self.statement("SAVEPOINT crm_step")?;
        }
        let result = call();
        match &result {
            Ok(_) if is_first => {}
            Ok(_) => drop(self.statement("RELEASE crm_step")?),
            Err(_) => {
                let mut changes = self.changes();
                (changes.chain, changes.announced) = (None, false);
                drop(changes);
                self.memo.borrow_mut().clear();
                self.undo_step(is_first)?;
            }
        }
        result
    }

    fn undo_step(&self, is_first: bool) -> Result<()> {
        if self.wire().is_autocommit() {
            self.progress.set(Progress::Lost);
        }
        match self.progress.get() {
            Progress::Fresh | Progress::Lost => Ok(()),
            Progress::Written if is_first => {
                // Until it has begun again.
                self.progress.set(Progress::Lost);
                self.statement("ROLLBACK")?;
                self.statement("BEGIN IMMEDIATE")?;
                self.progress.set(Progress::Fresh);
                Ok(())
            }
            Progress::Written => {
                self.statement("ROLLBACK TO crm_step")?;
                self.statement("RELEASE crm_step").map(|_| ())
            }
        }
    }

    pub(super) fn require_going_on(&self) -> Result<()> {
        if self.progress.get() == Progress::Lost {
            return Err(Error::new(ErrorCode::Misuse, "an earlier error has ended this transaction")
                .hint("begin another one; nothing of this one was kept"));
        }
        Ok(())
    }

    /// The connection, for a statement that may change the file.
    pub(crate) fn writing(&self) -> Result<&Wire> {
        self.require_going_on()?;
        self.progress.set(Progress::Written);
        Ok(self.wire())
    }

    /// Maps and latches an error of a statement that may have changed the file.
    pub(crate) fn failed(&self, error: rusqlite::Error) -> Error {
        if self.wire().is_autocommit() {
            self.progress.set(Progress::Lost);
        }
        self.note(error)
    }
}
