//! One error for the whole library, with a stable code that reaches C, Python and PHP unchanged.
//!
//! An error says what happened (`code`, `message`), where (`path`, a JSON pointer into the input) and what to do
//! next (`hint`, `allowed`, `existing_id`). It never carries a value that could be personal data.

use std::fmt;

/// The result of every fallible call of this library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $token:literal;)*) => {
        /// What went wrong, as a stable number (C) and token (everywhere else).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(i32)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[doc = $doc])* $name = $number,)* }

        impl ErrorCode {
            /// Every code, in the order of its number.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$name,)*];

            /// The stable token, for example `not_found`.
            #[must_use]
            pub const fn token(self) -> &'static str {
                match self { $(ErrorCode::$name => $token,)* }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(ErrorCode::$name => concat!($($doc),*).trim(),)* }
            }

            /// The stable number that the C functions return; 0 is success and no error's number.
            #[must_use]
            pub const fn number(self) -> i32 { self as i32 }
        }
    };
}

codes! {
    /// The named thing does not exist.
    NotFound = 1 "not_found";
    /// The input breaks a rule; `path` names the field.
    InvalidInput = 2 "invalid_input";
    /// The input contradicts what is stored; `existing_id` names the owner where there is one.
    Conflict = 3 "conflict";
    /// The state machine forbids the move; `allowed` lists the states that may follow.
    NotAllowedTransition = 4 "not_allowed_transition";
    /// The same idempotency key came with another body.
    IdempotencyConflict = 5 "idempotency_conflict";
    /// Another writer held the file for longer than the timeout.
    Busy = 6 "busy";
    /// The call was interrupted or passed its deadline; nothing was changed.
    Interrupted = 7 "interrupted";
    /// The file was written by a newer library; it was not touched.
    TooNew = 8 "too_new";
    /// The file is no database, or a database of another program; it was not touched.
    NotADatabase = 9 "not_a_database";
    /// The file is damaged; the handle is read-only from now on and the file is left as it is.
    Corrupt = 10 "corrupt";
    /// The disk is full; earlier data is intact and the handle works when space returns.
    DiskFull = 11 "disk_full";
    /// The operating system refused access.
    Permission = 12 "permission";
    /// The file or handle can only be read.
    ReadOnly = 13 "read_only";
    /// An input or output error of the operating system.
    Io = 14 "io";
    /// The handle was opened before a fork; open one per process.
    Forked = 15 "forked";
    /// An earlier panic or failed sync made the handle unusable; open it again.
    Poisoned = 16 "poisoned";
    /// The handle or transaction is closed, stale or NULL.
    Misuse = 17 "misuse";
    /// A documented limit was passed (length, depth, number of rows).
    Limit = 18 "limit";
    /// There is no operation of that name.
    UnknownOperation = 19 "unknown_operation";
    /// A defect of the library; please report it.
    Internal = 20 "internal";
    /// The shop has blocked the customer, or its rules give none of this service; the message names which and why.
    Blocked = 21 "blocked";
}

#[derive(Debug, Clone, PartialEq)]
struct Detail {
    code: ErrorCode,
    message: String,
    path: Option<String>,
    hint: Option<String>,
    allowed: Vec<String>,
    existing_id: Option<i64>,
}

/// What every verb returns when it could not do its work; nothing was changed then.
#[derive(Clone, PartialEq)]
pub struct Error(Box<Detail>);

impl Error {
    /// An error with a code and a message that names no personal data.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Error(Box::new(Detail {
            code,
            message: message.into(),
            path: None,
            hint: None,
            allowed: Vec::new(),
            existing_id: None,
        }))
    }

    /// `not_found`: "customer 7 does not exist".
    #[must_use]
    pub fn not_found(what: &str, id: impl fmt::Display) -> Self {
        Error::new(ErrorCode::NotFound, format!("{what} {id} does not exist"))
    }

    /// `invalid_input` at a field path such as `/lines/0/quantity`.
    #[must_use]
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Error::new(ErrorCode::InvalidInput, message).at(path)
    }

    /// `conflict` with what is stored.
    #[must_use]
    pub fn conflict(message: impl Into<String>) -> Self {
        Error::new(ErrorCode::Conflict, message)
    }

    /// `internal`: a defect of the library.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Error::new(ErrorCode::Internal, message)
    }

    /// Names the field as a JSON pointer.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Puts a parent in front of the field path: `/email` under `/identities/2` is `/identities/2/email`.
    #[must_use]
    pub fn under(mut self, parent: impl fmt::Display) -> Self {
        let below = self.0.path.take().unwrap_or_default();
        self.0.path = Some(format!("{parent}{below}"));
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Lists what would have been allowed.
    #[must_use]
    pub fn allowed<S: Into<String>>(mut self, allowed: impl IntoIterator<Item = S>) -> Self {
        self.0.allowed = allowed.into_iter().map(Into::into).collect();
        self
    }

    /// Names the row that already exists.
    #[must_use]
    pub fn existing(mut self, id: impl Into<i64>) -> Self {
        self.0.existing_id = Some(id.into());
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// One sentence for people; never personal data.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The field as a JSON pointer, where the error belongs to one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What to do next.
    #[must_use]
    pub fn next_step(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// What would have been allowed: states after a forbidden move, tokens after an unknown one.
    #[must_use]
    pub fn allowed_values(&self) -> &[String] {
        &self.0.allowed
    }

    /// The id of the row that already exists, for conflicts.
    #[must_use]
    pub fn existing_id(&self) -> Option<i64> {
        self.0.existing_id
    }

    /// Whether the named thing does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.code() == ErrorCode::NotFound
    }

    /// Whether another writer held the file for too long; trying again later is right.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.code() == ErrorCode::Busy
    }

    /// The error as the JSON object that all languages show.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "code": self.code().token(),
            "message": self.message(),
            "path": self.path(),
            "hint": self.next_step(),
            "allowed": self.allowed_values(),
            "existing_id": self.existing_id(),
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code().token(), self.message())?;
        if let Some(path) = self.path() {
            write!(f, " (at {path})")?;
        }
        if !self.allowed_values().is_empty() {
            write!(f, "; allowed: {}", self.allowed_values().join(", "))?;
        }
        if let Some(id) = self.existing_id() {
            write!(f, "; existing id {id}")?;
        }
        if let Some(hint) = self.next_step() {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}

/// `or_not_found`: turns an absent row into the error that names it.
pub(crate) trait OrNotFound<T> {
    /// The value, or `not_found` for `what` with `id`.
    fn or_not_found(self, what: &str, id: impl fmt::Display) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self, what: &str, id: impl fmt::Display) -> Result<T> {
        self.ok_or_else(|| Error::not_found(what, id))
    }
}
