//! Calling operations: on a handle, in a transaction, from JSON bytes or from any serde format.

use super::input::require_bounded;
use super::table::{Op, Output, Run};
use super::{Kind, find};
use crate::Crm;
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::vocabulary::{Error, ErrorCode, Result, Timestamp};
use rusqlite::params;
use serde_json::Value;

impl Crm {
    /// Calls an operation by name in a transaction of its own.
    ///
    /// # Errors
    /// `unknown_operation`, and what the operation returns.
    pub fn call(&self, name: &str, input: &mut dyn erased_serde::Deserializer<'_>) -> Result<Output> {
        let op = require(name)?;
        match op.run {
            Run::Read(run) => self.read(|tx| run(tx, input)),
            Run::Write(run) => self.write(|tx| run(tx, input)),
            Run::Handle(run) => run(self, input),
        }
    }

    /// Calls an operation with JSON; an empty input stands for `{}`.
    ///
    /// # Errors
    /// As [`Crm::call`]; `limit` for more than 8 MiB or 32 levels.
    pub fn call_json(&self, name: &str, input: &[u8]) -> Result<Vec<u8>> {
        from_json(input, |input| self.call(name, input))?.json()
    }

    /// Calls a writing operation once per key: the same key and input again replays the first answer.
    ///
    /// # Errors
    /// `idempotency_conflict` when the key came with another input; as [`Crm::call_json`].
    pub fn call_json_once(&self, name: &str, key: &str, input: &[u8]) -> Result<Vec<u8>> {
        self.write(|tx| tx.call_json_once(name, key, input))
    }
}

impl ReadTransaction {
    /// Calls a reading operation in this snapshot.
    ///
    /// # Errors
    /// `conflict` for an operation that writes; as [`Crm::call`].
    pub fn call(&self, name: &str, input: &mut dyn erased_serde::Deserializer<'_>) -> Result<Output> {
        self.database().require_own()?;
        match require(name)?.run {
            Run::Read(run) => run(self, input),
            _ => Err(wrong_transaction(name)),
        }
    }

    /// Calls a reading operation in this snapshot with JSON.
    ///
    /// # Errors
    /// As [`ReadTransaction::call`].
    pub fn call_json(&self, name: &str, input: &[u8]) -> Result<Vec<u8>> {
        from_json(input, |input| self.call(name, input))?.json()
    }
}

impl WriteTransaction {
    /// Calls an operation in this transaction; after its error the transaction goes on without it.
    ///
    /// # Errors
    /// `conflict` for an operation that begins its own transactions; as [`Crm::call`].
    pub fn call(&self, name: &str, input: &mut dyn erased_serde::Deserializer<'_>) -> Result<Output> {
        self.database().require_own()?;
        match require(name)?.run {
            Run::Read(run) => {
                self.settle()?;
                run(self, input)
            }
            Run::Write(run) => run(self, input),
            Run::Handle(_) => Err(wrong_transaction(name)),
        }
    }

    /// Calls an operation in this transaction with JSON.
    ///
    /// # Errors
    /// As [`WriteTransaction::call`].
    pub fn call_json(&self, name: &str, input: &[u8]) -> Result<Vec<u8>> {
        from_json(input, |input| self.call(name, input))?.json()
    }

    /// Calls a writing operation once per key in this transaction.
    ///
    /// # Errors
    /// As [`Crm::call_json_once`].
    pub fn call_json_once(&self, name: &str, key: &str, input: &[u8]) -> Result<Vec<u8>> {
        self.database().require_own()?;
        let key = crate::vocabulary::text::key("/idempotency_key", key, 128)?;
        if require(name)?.kind() != Kind::Write {
            return Err(Error::invalid("/idempotency_key", "only an operation that writes takes a request key"));
        }
        let hash = request_hash(name, input)?;
        let known = self.one("SELECT body_hash, answer FROM crm_request WHERE key = ?1", [&key], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?))
        })?;
        if let Some((known, answer)) = known {
            if known == hash {
                return Ok(answer.into_bytes());
            }
            return Err(Error::new(ErrorCode::IdempotencyConflict, "this request key came with another input before")
                .at("/idempotency_key")
                .hint("use a new key for a new request"));
        }
        let answer = self.call_json(name, input)?;
        let text = std::str::from_utf8(&answer).map_err(|_| Error::internal("an answer is not UTF-8"))?;
        let at: Timestamp = self.now();
        self.run(
            "INSERT INTO crm_request (key, body_hash, answer, at) VALUES (?1, ?2, ?3, ?4)",
            params![key, hash, text, at],
        )?;
        Ok(answer)
    }
}

/// The hash of a request: operation and input with sorted keys, so that spacing and order do not matter.
fn request_hash(name: &str, input: &[u8]) -> Result<[u8; 32]> {
    require_bounded(input)?;
    let value: Value =
        serde_json::from_slice(or_empty(input)).map_err(|_| Error::invalid("", "the input is not valid JSON"))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(name.as_bytes()).update(&[0]).update(value.to_string().as_bytes());
    Ok(*hasher.finalize().as_bytes())
}

fn or_empty(input: &[u8]) -> &[u8] {
    if input.iter().all(u8::is_ascii_whitespace) { b"{}" } else { input }
}

/// Gives bounded JSON to a call that takes any serde format.
pub(in crate::doors) fn from_json<T>(
    input: &[u8],
    call: impl FnOnce(&mut dyn erased_serde::Deserializer<'_>) -> Result<T>,
) -> Result<T> {
    require_bounded(input)?;
    let mut json = serde_json::Deserializer::from_slice(or_empty(input));
    call(&mut <dyn erased_serde::Deserializer<'_>>::erase(&mut json))
}

pub(super) fn require(name: &str) -> Result<&'static Op> {
    find(name).ok_or_else(|| {
        let room = name.split('.').next().unwrap_or(name);
        let same_room = super::ALL.iter().flat_map(|ops| ops.iter()).filter(|op| op.room() == room);
        Error::new(ErrorCode::UnknownOperation, "there is no operation of that name")
            .allowed(same_room.map(|op| op.name))
            .hint("`crm ops` lists all operations")
    })
}

fn wrong_transaction(name: &str) -> Error {
    let op = find(name).map_or(Kind::Handle, Op::kind);
    match op {
        Kind::Write => {
            Error::conflict(format!("{name} writes and this transaction only reads")).hint("begin a write transaction")
        }
        _ => Error::conflict(format!("{name} begins its own transactions"))
            .hint("call it on the handle, outside a transaction"),
    }
}
