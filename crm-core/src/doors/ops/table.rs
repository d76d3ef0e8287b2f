//! What an operation is, and the macro that writes one line of the table.

use crate::Crm;
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{Error, ErrorCode, Result};
use schemars::{Schema, SchemaGenerator};

/// An input in any serde format.
pub(crate) type Input<'a, 'de> = &'a mut dyn erased_serde::Deserializer<'de>;
/// An output for any serde format; it can go to another thread, or wait there for a lock.
pub(super) type Output = Box<dyn Answer>;

/// What an operation returns.
pub trait Answer: Send {
    /// The answer for any serde format.
    fn any(&self) -> &dyn erased_serde::Serialize;
    /// The answer as JSON; several times as fast as through [`Answer::any`].
    ///
    /// # Errors
    /// `internal` for an answer that JSON cannot hold, which the library never gives.
    fn json(&self) -> Result<Vec<u8>>;
}

impl<T: serde::Serialize + Send> Answer for T {
    fn any(&self) -> &dyn erased_serde::Serialize {
        self
    }

    fn json(&self) -> Result<Vec<u8>> {
        let mut json = Vec::with_capacity(1024);
        match serde_json::to_writer(&mut json, self) {
            Ok(()) => Ok(json),
            Err(error) => Err(Error::internal(format!("an answer cannot be written as JSON: {error}"))),
        }
    }
}

/// The body of an operation.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    Read(for<'de> fn(&ReadTransaction, Input<'_, 'de>) -> Result<Output>),
    Write(for<'de> fn(&WriteTransaction, Input<'_, 'de>) -> Result<Output>),
    /// Works on the open file as a whole and begins its own transactions.
    Handle(for<'de> fn(&Crm, Input<'_, 'de>) -> Result<Output>),
}

/// How an operation uses the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads in a snapshot; allowed in any transaction.
    Read,
    /// Changes something; allowed in a write transaction.
    Write,
    /// Begins its own transactions; not allowed inside one.
    Handle,
}

/// One operation.
pub struct Op {
    /// `room.verb`, for example `customers.create`.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Its own errors; every operation can also return those of the file and `invalid_input`.
    pub errors: &'static [ErrorCode],
    pub(crate) run: Run,
    pub(crate) input: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) output: fn(&mut SchemaGenerator) -> Schema,
}

impl Op {
    /// How the operation uses the file.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.run {
            Run::Read(_) => Kind::Read,
            Run::Write(_) => Kind::Write,
            Run::Handle(_) => Kind::Handle,
        }
    }

    /// The room: what stands before the dot.
    #[must_use]
    pub fn room(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }

    /// The verb: what stands after the dot.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, verb)| verb)
    }
}

/// Writes a list of operations:
///
/// ```ignore
/// ops! { pub(super) CATALOG:
///     Write "catalog.upsert" "Creates or updates a product." [] |tx, p: NewProduct| -> Product { tx.catalog().upsert(p) };
/// }
/// ```
macro_rules! ops {
    ($vis:vis $list:ident: $($kind:ident $name:literal $about:literal [$($error:ident),*] |$tx:ident, $p:ident: $input:ty| -> $output:ty $body:block;)*) => {
        $vis static $list: &[$crate::doors::ops::Op] = &[$(
            $crate::doors::ops::Op {
                name: $name,
                about: $about,
                errors: &[$($crate::vocabulary::ErrorCode::$error),*],
                run: $crate::doors::ops::table::Run::$kind(|$tx, input| {
                    let $p: $input = $crate::doors::ops::input::decode(input)?;
                    let output: $output = $body?;
                    Ok(Box::new(output))
                }),
                input: |generator| generator.subschema_for::<$input>(),
                output: |generator| generator.subschema_for::<$output>(),
            },
        )*];
    };
}

/// Declares the input struct of an operation whose verb takes more than one argument.
macro_rules! input {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $($(#[$doc])* pub(super) $field: $type,)* }
    };
}
